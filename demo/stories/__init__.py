"""Which stories can be played? A folder each; `bin/demo --story NAME` plays it."""

from typing import Any

from demo.plot import Plot
from demo.stories import sale

STORIES: dict[str, Plot[Any]] = {"sale": sale.PLOT}
