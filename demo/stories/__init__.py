"""Which stories can be played? A plot each, by its name; `bin/demo --story NAME` plays it.

One more is a module with a `PLOT`, of steps that others have or of its own (`tale.told`), and a
line below; tests play all that are named here.
"""

from typing import Any

from demo.plot import Plot
from demo.stories import console_cancel, dispute, late_shipment, payout, sale, second_chance, unpaid

STORIES: dict[str, Plot[Any]] = {
    "sale": sale.PLOT,
    "unpaid": unpaid.PLOT,
    "second-chance": second_chance.PLOT,
    "late-shipment": late_shipment.PLOT,
    "console-cancel": console_cancel.PLOT,
    "dispute": dispute.PLOT,
    "payout": payout.PLOT,
}
