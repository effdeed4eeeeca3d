"""How are sellers paid out? By runs, whatever two admins, the sellers and their bank come to do.

Whoever plays the bank keeps its books: what it was told to transfer, and what it made of that.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bench.load.outside import Outside, Wrong

_RUNS = "/v1/admin/payouts"
_REASON = {"reason": "Sellers are to be paid."}
#: Runs until nobody is owed anything; one is enough unless something is wrong.
_MOST_RUNS = 5


@dataclass
class Transfer:
    """What the bank was told to pay, and what it says it did: PAID or FAILED, or nothing yet."""

    run_id: int
    account: str
    amount: int
    state: str = ""
    #: Whether the market was told.
    is_told: bool = False


@dataclass
class Bank:
    """Does each transfer once, by its number, however often it is given the file."""

    transfers: dict[int, Transfer] = field(default_factory=dict)
    #: Whose account it is.
    owners: dict[str, int] = field(default_factory=dict)

    def take(self, run_id: int, file: str) -> None:
        """:raises Wrong: if a transfer is in it twice, or is another than it was before"""
        known = {number for number, one in self.transfers.items() if one.run_id == run_id}
        given: dict[int, Transfer] = {}
        _titles, *rows = csv.reader(io.StringIO(file.lstrip("\ufeff")))
        for _, account, amount, _, words in rows:
            number = int(words.removeprefix("PIKCUR "))
            if number in given:
                raise Wrong(f"payout {number} is in the file of run {run_id} twice")
            given[number] = Transfer(run_id, account, int(amount))
        if known and known != given.keys():
            raise Wrong(f"run {run_id} had payouts {sorted(known)}, and has {sorted(given)}")
        for number, one in given.items():
            before = self.transfers.setdefault(number, one)
            if (before.run_id, before.account, before.amount) != (run_id, one.account, one.amount):
                raise Wrong(f"payout {number} was {before}, and is {one}")

    def of_run(self, run_id: int) -> dict[int, Transfer]:
        return {number: one for number, one in self.transfers.items() if one.run_id == run_id}


@dataclass
class Payer:
    """Two admins who pay sellers out, and the sellers' bank."""

    outside: Outside
    admin_ids: Sequence[int]
    seller_ids: Sequence[int]
    chance: Random
    bank: Bank = field(default_factory=Bank)
    accounts: dict[int, int] = field(default_factory=dict)
    #: What was done, to be told if it led to something wrong.
    story: list[str] = field(default_factory=list)

    def step(self) -> None:
        """This function will have somebody do something about one of the last runs."""
        if self.chance.random() < 0.3:
            self.give_account(self.chance.choice(self.seller_ids))
        runs = self.outside.ask("GET", _RUNS, by=self.admin_ids[0])["items"][:3]
        run = self.chance.choice(runs) if runs and self.chance.random() < 0.8 else None
        state = run["state"] if run else "NONE"
        act = self.chance.choice(_ACTS[state])
        if run is None:
            run = {"runId": 0}
        self.story.append(f"{self.outside.now():%d %b %H:%M} run {run['runId']} {state}")
        act(self, run["runId"], self.chance.choice(self.admin_ids))

    def end(self) -> None:
        """
        This function will pay out all that is owed, to accounts that no bank has refused.

        :raises Wrong: if that does not come to an end
        """
        for seller_id in self.seller_ids:
            self.give_account(seller_id)
        for run in self._runs():
            self._finish(run["runId"])
        for _ in range(_MOST_RUNS):
            drawn_up = draw_up(self, 0, self.admin_ids[0])
            if drawn_up.get("code") == "NOTHING_TO_PAY_OUT":
                return
            self._finish(drawn_up["runId"])
        raise Wrong("there is always somebody to be paid")

    def give_account(self, seller_id: int) -> None:
        """This function will have a seller want their money at another account than before."""
        number = f"{seller_id:06d}{len(self.bank.owners):06d}"
        self.bank.owners[number] = seller_id
        body = {"bankCode": "088", "accountNumber": number, "holder": "Seller"}
        known = self.accounts.get(seller_id)
        method, path = ("PATCH", f"/{known}") if known else ("POST", "")
        given = self._ask(method, f"/v1/me/accounts{path}", seller_id, body)
        self.accounts[seller_id] = given["accountId"]

    def _runs(self) -> list[dict[str, Any]]:
        """All that may not have come to their end."""
        page = self.outside.ask("GET", f"{_RUNS}?limit=100", by=self.admin_ids[0])
        return [run for run in page["items"] if run["state"] not in ("DONE", "DROPPED")]

    def _finish(self, run_id: int) -> None:
        approve(self, run_id, self.admin_ids[0])
        approve(self, run_id, self.admin_ids[1])
        export(self, run_id, self.admin_ids[0])
        for number, transfer in self.bank.of_run(run_id).items():
            transfer.state = transfer.state or "PAID"
            self.tell(run_id, {number: transfer.state})

    def tell(self, run_id: int, states: dict[int, str]) -> dict[str, Any]:
        """This function will tell the market what the bank says it did."""
        results = [
            {"payoutId": number, "state": state}
            | ({"because": "예금주 불일치"} if state == "FAILED" else {})
            for number, state in states.items()
        ]
        body = _REASON | {"results": results}
        told = self._ask("POST", f"{_RUNS}/{run_id}/results", self.admin_ids[0], body)
        for number in states if "code" not in told else ():
            self.bank.transfers[number].is_told = True
        return told

    def _ask(self, method: str, path: str, by: int, body: Any = None) -> dict[str, Any]:
        answer = self.outside.ask(method, path, by=by, body=body)
        self.story.append(f"  {method} {path} by {by}: {answer.get('code', 'done')}")
        return answer


def draw_up(payer: Payer, _run_id: int, admin_id: int) -> dict[str, Any]:
    released = payer.chance.sample(list(payer.seller_ids), payer.chance.choice((0, 0, 1)))
    return payer._ask("POST", _RUNS, admin_id, _REASON | {"releasedIds": released})


def approve(payer: Payer, run_id: int, admin_id: int) -> None:
    payer._ask("POST", f"{_RUNS}/{run_id}/approve", admin_id, _REASON)


def drop(payer: Payer, run_id: int, admin_id: int) -> None:
    payer._ask("POST", f"{_RUNS}/{run_id}/drop", admin_id, _REASON)


def export(payer: Payer, run_id: int, admin_id: int) -> None:
    file = payer.outside.download(f"{_RUNS}/{run_id}/export", by=admin_id)
    payer.story.append(f"  export of run {run_id}: {'done' if file else 'refused'}")
    if file:
        payer.bank.take(run_id, file)


def tell_results(payer: Payer, run_id: int, _admin_id: int) -> None:
    """Some of them, of which some may be known already."""
    transfers = payer.bank.of_run(run_id)
    some = payer.chance.sample(sorted(transfers), payer.chance.randint(0, len(transfers)))
    for number in some:
        decided = payer.chance.choice(("PAID", "PAID", "FAILED"))
        transfers[number].state = transfers[number].state or decided
    if some:
        payer.tell(run_id, {number: transfers[number].state for number in some})


def contradict(payer: Payer, run_id: int, _admin_id: int) -> None:
    """Of what is known something else is told, which may change nothing."""
    told = {number: one for number, one in payer.bank.of_run(run_id).items() if one.is_told}
    for number in list(told)[:1]:
        other = "FAILED" if told[number].state == "PAID" else "PAID"
        if payer.tell(run_id, {number: other}).get("code") != "PAYOUT_RESULT_CONTRADICTS":
            raise Wrong(f"of payout {number} {told[number].state} was told, and {other} is taken")


_Act = Callable[[Payer, int, int], object]
#: What admins do with a run in each state, and how many times as often as anything else.
_ACTS: dict[str, tuple[_Act, ...]] = {
    "NONE": (draw_up,),
    "DRAFT": (*4 * [approve], drop, export, draw_up),
    "APPROVED": (*4 * [export], drop, approve, tell_results),
    "SENT": (*4 * [tell_results], export, drop, contradict),
    "DONE": (tell_results, contradict, export, *4 * [draw_up]),
    "DROPPED": (approve, export, *4 * [draw_up]),
}
