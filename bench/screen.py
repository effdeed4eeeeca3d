"""How long is a bid on its way from the request to the screens of all who watch?"""
from dataclasses import dataclass
@dataclass
class Sizes:
    seconds: float = 15.0
FULL = Sizes()
