"""Does something follow from every fact, and do the workers know what they will be given?"""

import importlib
import inspect
import pkgutil
from typing import get_type_hints

import dramatiq
import msgspec
import pytest

import grpc_services
from grpc_services import dispatch
from grpc_services.alarms.rules import ANNOUNCED, RULES
from grpc_services.alarms.topics import SHOWN
from grpc_services.facts import KINDS
from workers.broker import OfAnotherRelease
from workers.periodic import periodic
from workers.reactions import REACTIONS, react

for module in pkgutil.walk_packages(grpc_services.__path__, "grpc_services."):
    if module.name.endswith(".facts"):
        importlib.import_module(module.name)

FACTS = {
    name: kind
    for name, kind in KINDS.items()
    if not name.startswith("_") and kind.__module__.startswith("grpc_services.")
    # What others are made of is itself never told.
    if not kind.__subclasses__()
}


class TestFacts:
    def test_are_all_heard_by_somebody(self):
        heard = {kind.__name__ for kind in (*RULES, *SHOWN, *ANNOUNCED)} | set(REACTIONS)
        assert set(FACTS) - heard == set()
        assert len(FACTS) > 15

    def test_for_workers_all_have_a_reaction_and_no_others(self):
        assert {name for name, kind in FACTS.items() if kind.for_workers} == set(REACTIONS)

    def test_whose_jobs_get_lost_are_found_in_the_database_but_for_a_few(self):
        swept = {actor for _, actor in periodic(payments_seconds=1)}
        # Of a win `finish_unfinished` opens the order, and `look_for_arrivals` finds the files.
        swept |= {REACTIONS[name].actor for name in ("AuctionWon", "UploadArrived")}
        lost = {name for name, reaction in REACTIONS.items() if reaction.actor not in swept}

        # Codes are asked for again; docs/operating.md tells operators of the others.
        assert lost == {"EmailCodeRequested", "AccountChanged", "GuessWanted"}


@pytest.mark.parametrize("name", sorted(REACTIONS))
class TestReaction:
    def test_takes_fields_that_the_fact_has(self, name):
        fields = {field.name for field in msgspec.structs.fields(FACTS[name])}
        assert set(REACTIONS[name].fields) <= fields

    def test_gives_its_actor_what_it_takes_in_the_type_it_takes(self, name):
        reaction = REACTIONS[name]
        wanted = inspect.get_annotations(reaction.actor.fn, eval_str=True)
        del wanted["return"]
        told = get_type_hints(FACTS[name])
        assert {field: told[field] for field in reaction.fields} == wanted

    def test_starts_its_actor(self, name):
        reaction = REACTIONS[name]
        queue = dramatiq.get_broker().queues[reaction.actor.queue_name]
        fact = {field: f"a {field}" for field in reaction.fields} | {"more": 1}
        react.fn(name, msgspec.json.encode(fact).decode())
        message = dramatiq.Message.decode(queue.get_nowait())
        assert message.actor_name == reaction.actor.actor_name
        assert message.kwargs == {field: f"a {field}" for field in reaction.fields}


class TestReact:
    def test_puts_a_fact_of_another_release_back(self):
        with pytest.raises(OfAnotherRelease):
            react.fn("SomethingFromTheNextRelease", "{}")

    def test_is_where_the_services_send_facts(self):
        assert (react.actor_name, react.queue_name) == (dispatch.REACT, dispatch.QUEUE)
