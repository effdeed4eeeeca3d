"""Does a whole sale go through the hosts? The demo's, by who knows of nothing but the address."""

from dataclasses import dataclass

from bench.cluster.hosts import FRONT
from demo.catalogue.stocking import store_brands, store_categories
from demo.client import Market
from demo.play import carry_out, failure
from demo.stories.sale import PLOT
from demo.story import Story
from models.base import database as tables
from models.dialect import open_database


@dataclass(frozen=True)
class Front(Market):
    """The market as it is seen from outside, where the sandboxes have the ports of bin/up."""

    @property
    def api(self) -> str:
        return f"http://{FRONT}"

    @property
    def relay(self) -> str:
        return f"ws://{FRONT}/ws"


def fill_shelves(database_url: str) -> None:
    """This function will put up what goods stand on, before anybody sells."""
    tables.initialize(open_database(database_url))
    with tables.connection_context():
        store_categories()
        store_brands()


def fault_in_a_sale() -> str:
    """This function will have three people trade, and say what was not as it should be."""
    story = Story(list(PLOT.steps))
    sale = PLOT.begin(Front(), story)
    try:
        is_done = carry_out(sale, story, PLOT.steps, 0.0)
    finally:
        sale.close()
    return "" if is_done else failure(story)
