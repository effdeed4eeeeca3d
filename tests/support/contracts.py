"""What does a release say to another that runs beside it? A line for each thing.

`python -m tests.support.contracts > tests/released.txt`, when a release is made.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from typing import Any

import dramatiq
import msgspec

import grpc_services
import protos
from grpc_services.facts import KINDS
from models import TABLES
from models.__main__ import FOLDER


def contracts() -> list[str]:
    """This function will tell rpcs, messages, facts, jobs, columns and migrations."""
    parts = (_contracts(), _facts(), _jobs(), _columns(), _migrations())
    return sorted(line for part in parts for line in part)


def _contracts() -> Iterator[str]:
    for module in pkgutil.iter_modules(protos.__path__, "protos."):
        if not module.name.endswith("_pb2"):
            continue
        file = importlib.import_module(module.name).DESCRIPTOR
        for service in file.services_by_name.values():
            for rpc in service.methods:
                yield f"rpc {rpc.full_name} {rpc.input_type.full_name} {rpc.output_type.full_name}"
        for message in file.message_types_by_name.values():
            yield from _message(message)
        for enum in file.enum_types_by_name.values():
            yield from (f"value {enum.full_name} {one.number} {one.name}" for one in enum.values)


def _message(message: Any) -> Iterator[str]:
    for field in message.fields:
        of = field.message_type or field.enum_type
        kind = of.full_name if of else field.type
        many = " many" if field.is_repeated else ""
        yield f"field {message.full_name} {field.number} {field.name} {kind}{many}"
    for nested in message.nested_types:
        yield from _message(nested)


def _facts() -> Iterator[str]:
    for module in pkgutil.walk_packages(grpc_services.__path__, "grpc_services."):
        if module.name.endswith(".facts"):
            importlib.import_module(module.name)
    for name, kind in KINDS.items():
        if kind.__module__.startswith("grpc_services.") and not kind.__subclasses__():
            yield f"fact {name}"
            for field in msgspec.structs.fields(kind):
                yield f"fact {name} {'needs' if field.required else 'may have'} {field.encode_name}"


def _jobs() -> Iterator[str]:
    for name in ("workers.periodic", "workers.reactions"):
        importlib.import_module(name)
    for name, actor in dramatiq.get_broker().actors.items():
        if not actor.fn.__module__.startswith("workers."):
            continue
        yield f"job {name} {actor.queue_name}"
        for parameter in inspect.signature(actor.fn).parameters.values():
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                needs = "needs" if parameter.default is parameter.empty else "may have"
                yield f"job {name} {needs} {parameter.name}"


def _columns() -> Iterator[str]:
    for table in TABLES:
        meta: Any = table._meta
        yield from (f"column {meta.table_name} {name}" for name in meta.columns)


def _migrations() -> Iterator[str]:
    return (f"migration {path.stem}" for path in FOLDER.glob("[0-9]*.py"))


if __name__ == "__main__":
    sys.stdout.write("\n".join(contracts()) + "\n")
