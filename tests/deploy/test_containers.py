"""Do the files for containers run what the Procfile says, and tell settings that there are?"""

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import msgspec
import pytest
import yaml

from bench.cluster.units import variables
from settings import Settings
from tests.support.servers import ROOT

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
#: As old as what is still looked after anywhere.
VERSIONS = ("1.31", "1.37")
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
SETTINGS = {field.name.upper() for field in msgspec.structs.fields(Settings)}
ROLES = set((DEPLOY / "environment").glob("*.env"))
#: Without a bucket or HAProxy in between, other than on five machines.
_OTHERWISE = {"SERVICES_TARGET", "BACKGROUND_TARGET"}


def _manifests(*kinds: str) -> Iterator[dict[str, Any]]:
    for file in sorted(KUBERNETES.glob("*.yaml")):
        if file.name != "kustomization.yaml":
            for manifest in yaml.safe_load_all(file.read_text()):
                if not kinds or manifest["kind"] in kinds:
                    yield manifest


def _name(manifest: dict[str, Any]) -> str:
    meta = manifest["metadata"]
    return str(meta.get("name") or meta["generateName"].rstrip("-"))


def _named(kind: str) -> dict[str, Any]:
    return {_name(one): one for one in _manifests(kind)}


PODS = {_name(one): one["spec"]["template"] for one in _manifests("Deployment", "Job")}


class TestManifests:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_are_understood(self, version):
        for manifest in _manifests():
            kubernetes_validate.validate(manifest, version, strict=True)

    def test_that_are_wrong_are_not(self):
        (first, *_) = _manifests("Deployment")
        wrong = first | {"spec": first["spec"] | {"replica": 2}}
        with pytest.raises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)

    def test_are_all_named_by_the_kustomization(self):
        named = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]
        beside = {"kustomization.yaml", "release.yaml", "secrets.example.yaml"}
        assert set(named) == {file.name for file in KUBERNETES.glob("*.yaml")} - beside


class TestPods:
    def test_run_what_the_procfile_says(self):
        run = {name: pod["spec"]["containers"][0]["command"] for name, pod in PODS.items()}
        assert run == {name: shlex.split(command) for name, command in PROCFILE.items()}

    @pytest.mark.parametrize("name", PODS)
    def test_may_do_little(self, name):
        pod = PODS[name]["spec"]
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"].keys() == {"requests", "limits"}
        assert pod["terminationGracePeriodSeconds"] >= 30

    @pytest.mark.parametrize("name", sorted(PODS.keys() - {"release"}))
    def test_go_one_by_one_and_are_asked_whether_they_are_there(self, name):
        (container,) = PODS[name]["spec"]["containers"]
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        for probe in ("startupProbe", "livenessProbe"):
            asked = container[probe].get("httpGet") or container[probe]["grpc"]
            assert asked["port"] in {*ports, *ports.values()}
            assert asked.get("path", "/healthz") in ("/healthz", "/metrics")
        assert _named("PodDisruptionBudget")[name]["spec"]["maxUnavailable"] == 1
        labels = PODS[name]["metadata"]["labels"]
        for kind in ("PodDisruptionBudget", "Deployment"):
            selector = _named(kind)[name]["spec"]["selector"]["matchLabels"]
            assert selector.items() <= labels.items()

    def test_are_told_settings_only_and_all_that_those_on_machines_are(self):
        known, secret = _named("ConfigMap"), _named("Secret")
        for file in ROLES:
            name = f"pikcur-{file.stem}"
            told = known[name]["data"].keys() | secret[name]["stringData"].keys()
            assert told <= SETTINGS
            assert variables(file).keys() - told <= _OTHERWISE
            assert not known[name]["data"].keys() & secret[name]["stringData"].keys()
            assert not [one for one in known[name]["data"] if "SECRET" in one or "KEY" in one]

    def test_are_told_what_is_of_their_role(self):
        for name, pod in PODS.items():
            (container,) = pod["spec"]["containers"]
            role = f"pikcur-{pod['metadata']['labels']['pikcur/role']}"
            told = [next(iter(one.values()))["name"] for one in container["envFrom"]]
            assert told == [role, role], name


class TestTheNetwork:
    def test_lets_nobody_through_but_who_is_named(self):
        policies = _named("NetworkPolicy")
        assert policies["nobody"]["spec"] == {
            "podSelector": {},
            "policyTypes": ["Ingress", "Egress"],
        }
        assert _reached(policies, "grpc") == {
            "services": PODS.keys() - {"services", "background", "relay", "release"},
            "background": PODS.keys() - {"services", "background", "relay", "release", "web"},
        }

    def test_has_those_who_call_and_those_who_are_called_agree(self):
        policies = _named("NetworkPolicy")
        for called, callers in _reached(policies, "grpc").items():
            for caller in callers:
                to = [
                    _chosen(peer["podSelector"])
                    for policy in policies.values()
                    if caller in _chosen(policy["spec"]["podSelector"]) and caller
                    for rule in policy["spec"].get("egress", ())
                    for peer in rule["to"]
                    if "podSelector" in peer
                ]
                assert any(called in names for names in to), (caller, called)


def _reached(policies: dict[str, Any], port: str) -> dict[str, set[str]]:
    """Who is reached at a port, by whom."""
    found: dict[str, set[str]] = {}
    for policy in policies.values():
        for rule in policy["spec"].get("ingress", ()):
            if rule["ports"] == [{"port": port}]:
                for name in _chosen(policy["spec"]["podSelector"]):
                    callers = [_chosen(peer["podSelector"]) for peer in rule["from"]]
                    found[name] = found.get(name, set()).union(*callers)
    return found


def _chosen(selector: dict[str, Any]) -> set[str]:
    if "matchLabels" in selector:
        return set(selector["matchLabels"].values())
    return {one for each in selector.get("matchExpressions", ()) for one in each["values"]}


COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"] == "pikcur"}


class TestCompose:
    def test_runs_what_the_procfile_says(self):
        run = {name: one["command"] for name, one in OURS.items()}
        assert run == {name: shlex.split(command) for name, command in PROCFILE.items()}

    @pytest.mark.parametrize("name", OURS)
    def test_tells_settings_only_to_who_may_do_little(self, name):
        one = OURS[name]
        assert one["environment"].keys() <= SETTINGS
        assert {DEPLOY / "environment" / file for file in one["env_file"]} <= ROLES
        assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
        assert one.get("healthcheck") or name == "release"

    def test_waits_for_and_mounts_what_is_there(self):
        for name, one in COMPOSE["services"].items():
            assert one.get("depends_on", {}).keys() <= COMPOSE["services"].keys() - {name}
            for volume in one.get("volumes", ()):
                assert volume.partition(":")[0] in COMPOSE["volumes"]
            assert set(one["networks"]) <= COMPOSE["networks"].keys()

    def test_shows_the_front_only(self):
        assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["front"]


class TestTheContainerfile:
    def test_has_no_root_and_no_registry(self):
        lines = (DEPLOY / "Containerfile").read_text().splitlines()
        images = [line.split()[1] for line in lines if line.startswith("FROM ")]
        assert not [image for image in images if "/" in image]
        users = [line for line in lines if line.startswith("USER ")]
        assert users == ["USER 101:101", "USER 10001:10001"]

    def test_makes_of_our_nginx_conf_one_that_nginx_understands(self, tmp_path: Path):
        text = (DEPLOY / "Containerfile").read_text()
        steps = text[text.index("RUN sed") :].partition("\nUSER")[0].removeprefix("RUN ")
        file = tmp_path / "nginx.conf"
        file.write_text((DEPLOY / "nginx.conf").read_text())
        done = steps.replace("/etc/nginx/nginx.conf", str(file))
        subprocess.run(["sh", "-c", done], check=True)
        made = file.read_text()
        assert "10.0.0." not in made
        for there, here in (("web:", "127.0.0.1:"), ("relay:", "127.0.0.1:"), ("/tmp", tmp_path)):  # noqa: S108
            assert there in made
            made = made.replace(there, str(here))
        file.write_text(made)
        tried = subprocess.run(
            ["/usr/sbin/nginx", "-t", "-p", str(tmp_path), "-c", str(file)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert tried.returncode == 0, tried.stderr
