"""How far has a run of payouts come? Steps of it, taken by the rules."""

from grpc_services.audit import books
from grpc_services.payouts import files, results, runs
from grpc_services.payouts.results import Result
from models.dialect import database_now
from models.payouts import Payout

MINIMUM = 1_000


def drawn_up(by, *, minimum=MINIMUM, released=()):
    run, _ = runs.draw_up(minimum=minimum, released=released, by=by, now=database_now())
    return run


def approve(run, by):
    return runs.approve(run_id=run.run_id, by=by, now=database_now())


def drop(run, by):
    return runs.drop(run_id=run.run_id, by=by, now=database_now())


def export(run, by, cursor=""):
    content, _ = files.export(run_id=run.run_id, cursor=cursor, by=by, now=database_now())
    return content.decode()


def approved(admins, **options):
    run = drawn_up(admins[0], **options)
    approve(run, admins[1])
    return run


def sent(admins, **options):
    run = approved(admins, **options)
    export(run, admins[0])
    return run


def tell(run, by, **states):
    """Of payouts by p and their numbers: `p7="PAID"`."""
    told = [Result(int(name[1:]), state, "예금주 불일치") for name, state in states.items()]
    return results.record_results(run_id=run.run_id, results=told, by=by, now=database_now())


def tell_all(run, by, state):
    rows = Payout.select().where(Payout.run == run, Payout.state == "SENT")
    return tell(run, by, **{f"p{row.payout_id}": state for row in rows})


def payouts(run):
    return list(Payout.select().where(Payout.run == run).order_by(Payout.payout_id))


def faults():
    return [fault for check in books.CHECKS for fault in check()]
