"""What comes of it when several do something in the same instant?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from grpc_services.refusals import Refusal
from models.base import database as tables


def at_once(*acts):
    """What came of each: None, or the code of the refusal."""
    start = Barrier(len(acts))

    def run(act):
        with tables.connection_context():
            start.wait()
            try:
                act()
            except Refusal as refusal:
                return refusal.code()
            return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
