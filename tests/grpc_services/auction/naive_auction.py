"""What should an auction be after all this? The rules word by word: slow, obvious, nothing kept.

Everything is found anew from the whole list of offers, and prices are found by trying one won after
another. Written apart from the engine, and imports nothing of it. Answers are plain tuples: a code
and perhaps a number for what is refused, `("ACCEPTED", …)` for what is not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

MINUTE = timedelta(minutes=1)


@dataclass
class Offer:
    """What somebody asked for and got: a limit, and whether they named the price itself."""

    seq: int
    member: int
    limit: int
    names_price: bool
    at: datetime


class NaiveAuction:
    """
    Members are numbers; `seller` sells, and `barred` says with which code whom is refused.

    `increments` are pairs (price below which, step), the last one with None.
    """

    def __init__(
        self, *, seller, barred, start_price, buy_now_price, reserve_price, soft_close,
        starts_at, ends_at, increments, soft_close_window, extensions_max,
    ):  # fmt: skip
        self.seller = seller
        self.barred = barred
        self.start_price = start_price
        self.buy_now_price = buy_now_price
        self.reserve_price = reserve_price
        self.soft_close = soft_close
        self.starts_at = starts_at
        self.ends_at = ends_at
        self.increments = increments
        self.soft_close_window = soft_close_window
        self.extensions_max = extensions_max

        self.offers = []
        self.retracted = set()
        self.seq = 0
        self.extensions = 0
        self.end = None
        self.begun = False
        self.bought_by = None
        self.reserved_by = None
        self.reserved_until = None
        #: Whom the goods were offered to after an unpaid win, at which price; who took them last.
        self.unpaid = False
        self.offered = []
        self.taken = False

    # What can be seen

    def state(self):
        return self.end or ("OPEN" if self.begun else "SCHEDULED")

    def standing(self):
        return [offer for offer in self.offers if offer.seq not in self.retracted]

    def price(self):
        if self.bought_by:
            return self.buy_now_price
        if self.offered:
            return self.offered[-1][1]
        return self._price_of(self.standing())

    def leader(self):
        if self.bought_by:
            return self.bought_by
        if self.offered:
            return self.offered[-1][0] if self.taken else None
        best = self._best(self.standing())
        return best and best.member

    def maximum(self):
        if self.bought_by:
            return self.buy_now_price
        if self.offered:
            return self.offered[-1][1] if self.taken else None
        best = self._best(self.standing())
        return best and best.limit

    def minimum(self):
        price = self.price()
        least = self.start_price if price is None else price + self.increment(price)
        return least if self.buy_now_price is None else min(least, self.buy_now_price)

    def reserve(self):
        if self.reserve_price is None:
            return "NONE"
        return "MET" if (self.price() or 0) >= self.reserve_price else "NOT_MET"

    def bid_count(self):
        offers = self.standing()
        return sum(
            2 if self._is_answered(offers[:n], offer) else 1 for n, offer in enumerate(offers)
        )

    def is_running(self, now):
        return self.end is None and self.starts_at <= now < self.ends_at

    def is_open(self, now):
        is_reserved = self.reserved_until is not None and now < self.reserved_until
        return self.is_running(now) and not is_reserved

    def increment(self, price):
        return next(step for below, step in self.increments if below is None or price < below)

    # What can be done

    def place(self, member, now, *, amount=None, maximum=None):
        limit = amount if maximum is None else maximum
        if refusal := self._refusal(member, now):
            return refusal
        least = self.minimum()
        if maximum is not None and self.leader() == member:
            least = max(least, self.maximum() + 1)
        if limit < least:
            return "BID_TOO_LOW", least
        return self._accept(Offer(self.seq + 1, member, limit, maximum is None, now))

    def retract(self, seq, member, reason, now):
        offer = next((offer for offer in self.offers if offer.seq == seq), None)
        if not self.is_running(now):
            return ("AUCTION_NOT_OPEN",)
        if offer is None or offer.member != member:
            return ("NOT_THEIRS",)
        is_fresh = now - offer.at < 5 * MINUTE
        is_early = self.ends_at - now > 60 * MINUTE
        is_allowed = {"MISTYPED": is_fresh, "CHANGED_DESCRIPTION": is_early}[reason]
        if seq in self.retracted:
            return ("ALREADY_RETRACTED",)
        if not is_allowed:
            return ("RETRACTION_TOO_LATE",)
        self.retracted.add(seq)
        self.seq += 1
        return "ACCEPTED", self.price() or 0

    def buy_now(self, member, now):
        if refusal := self._refusal(member, now):
            return refusal
        if self.buy_now_price is None:
            return ("BUY_NOW_UNAVAILABLE",)
        if self.reserved_by == member:
            return ("RESERVED_BEFORE",)
        self.begun = True
        self.reserved_by = member
        self.reserved_until = now + 10 * MINUTE
        self.ends_at = max(self.ends_at, self.reserved_until + self.soft_close_window)
        self.seq += 1
        return "ACCEPTED", self.buy_now_price

    def take(self, member, now):
        is_reserved = self.reserved_until is not None and now < self.reserved_until
        if self.end or not is_reserved or self.reserved_by != member:
            return ("RESERVATION_LAPSED",)
        self.reserved_until = None
        self.bought_by = member
        self.end = "WON"
        self.seq += 1
        return ("ACCEPTED",)

    def release(self):
        self.reserved_until = None

    def cancel(self, now):
        if self.end or now >= self.ends_at:
            return ("AUCTION_NOT_OPEN",)
        if self.standing():
            return ("HAS_BIDS",)
        if self.reserved_until is not None and now < self.reserved_until:
            return ("GOODS_RESERVED",)
        self.end = "CANCELLED"
        return ("ACCEPTED",)

    def sell_now(self, now):
        if not self.is_running(now):
            return ("AUCTION_NOT_OPEN",)
        if not self.standing():
            return ("NO_BIDS",)
        if not self.is_open(now):
            return ("GOODS_RESERVED",)
        self.end = "WON"
        self.seq += 1
        return "ACCEPTED", self.price()

    def pass_on(self, shut_out):
        """The winner has not paid, or whoever was asked does not want it: who is asked now."""
        if self.end != "WON":
            return ("AUCTION_NOT_WON",)
        self.unpaid = True
        left, is_below = self.standing(), False
        last = self.offered[-1][0] if self.offered else self._best(left).member
        while len(self.offered) < 3 and left:
            best = self._best(left)
            left = [offer for offer in left if offer.member != best.member]
            enough = best.limit >= (self.reserve_price or 0)
            if is_below and enough and best.member not in shut_out:
                self.offered.append((best.member, best.limit))
                self.taken = False
                self.seq += 1
                return "ACCEPTED", best.member, best.limit
            is_below = is_below or best.member == last
        self.end = "FAILED"
        return ("FAILED",)

    def take_offer(self):
        if self.end != "WON" or not self.offered or self.taken:
            return ("AUCTION_NOT_WON",)
        self.taken = True
        return ("ACCEPTED",)

    def close(self, now):
        if self.end:
            return ("AUCTION_NOT_OPEN",)
        if now < self.ends_at:
            return ("AUCTION_NOT_OVER",)
        is_won = self.standing() and self.reserve() != "NOT_MET"
        self.end = "WON" if is_won else "FAILED"
        return ("ACCEPTED",)

    # How

    def _refusal(self, member, now):
        if not self.is_open(now):
            return ("AUCTION_NOT_OPEN",)
        if member == self.seller:
            return ("OWN_GOODS",)
        if member in self.barred:
            return (self.barred[member],)
        return None

    def _accept(self, offer):
        before = self.standing()
        amounts = [self._entered_at(before, offer)]
        self.offers.append(offer)
        if self._is_answered(before, offer):
            amounts.append(self.price())
        self.seq += len(amounts)
        self.begun = True

        if self.buy_now_price is not None and offer.limit >= self.buy_now_price:
            self.end = "WON"
        elif self._is_late(offer) and self.extensions < self.extensions_max:
            self.extensions += 1
            self.ends_at = offer.at + self.soft_close_window
        leads = self.leader() == offer.member
        won = self.end == "WON"
        return "ACCEPTED", amounts, leads, self.price(), self.minimum(), self.ends_at, won

    def _is_late(self, offer):
        return self.soft_close and self.ends_at - offer.at < self.soft_close_window

    def _best(self, offers):
        """Whoever has the highest limit leads; equal ones: the earlier."""
        return min(offers, key=lambda offer: (-offer.limit, offer.seq), default=None)

    def _is_answered(self, before, offer):
        """A lower bid is answered at once by the leader's proxy."""
        return self._best([*before, offer]).member != offer.member

    def _entered_at(self, before, offer):
        if self._is_answered(before, offer):
            return offer.limit
        return self._price_of([*before, offer])

    def _price_of(self, offers):
        price = None
        for n, offer in enumerate(offers):
            price = self._price_after(offers[:n], price, offer)
        return price

    def _price_after(self, before, price, offer):
        if self.buy_now_price is not None and offer.limit >= self.buy_now_price:
            return self.buy_now_price
        if self._is_answered(before, offer):
            return self._least_over(offer.limit, at_most=self._best(before).limit)
        if offer.names_price:
            return offer.limit

        if not before:
            price = self.start_price
        elif self._best(before).member != offer.member:
            price = self._least_over(self._best(before).limit, at_most=offer.limit)
        if self.reserve_price is not None and offer.limit >= self.reserve_price:
            price = max(price, self.reserve_price)
        return price

    def _least_over(self, beaten, *, at_most):
        """One increment above what it has to beat, and never above itself."""
        return next(
            price
            for price in count(beaten)
            if price == at_most or price >= beaten + self.increment(beaten)
        )
