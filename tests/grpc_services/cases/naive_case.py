"""What should a case be after all this? The rules word by word: one long look at everything said.

Written apart from the engine, and imports nothing of it. States and sides are words, times are
whole days, and what is refused is its code.
"""

ANSWER, SEND_BACK, ARRIVE, INSPECT, DECIDE, ROUNDS = 3, 5, 14, 3, 14, 6


class NaiveCase:
    def __init__(self, kind, frozen, amount, with_return, day):
        self.kind = kind
        self.frozen = frozen
        self.state = "OFFERED"
        self.amount, self.with_return = amount, with_return
        self.asked = (amount, with_return)
        self.turn = "SELLER"
        self.due = day + ANSWER
        self.rounds = 0
        self.decided = False
        self.went_back = False
        self.payer = None
        self.shares = None

    def seen(self):
        return (self.state, self.turn, self.due, self.amount, self.with_return, self.shares)

    def open_refusal(self):
        """Why it could not be opened at all, or None."""
        if self.kind == "CHANGED_MIND" and not self.with_return:
            return "RETURN_NEEDED"
        return self._impossible(self.amount, self.with_return)

    def do(self, name, day, by=None, amount=None, with_return=False, payer=None):
        """This function will give the code of the refusal, or None."""
        while self.due is not None and self.due <= day:
            self._nobody_came(day)
        if name == "WAIT":
            return None
        if self.state in ("CLOSED", "WITHDRAWN"):
            return "CASE_CLOSED"
        if name == "MESSAGE":
            return None
        if name == "ARRIVED":
            if self.state == "RETURN_SENT":
                self._wait("RETURNED", "SELLER", day + INSPECT)
            return None
        if name == "DECIDE":
            return self._decide(day, amount, payer)
        if name == "WITHDRAW":
            if by != "BUYER":
                return "NOT_YOUR_TURN"
            if self.went_back:
                return "RETURN_UNDER_WAY"
            self._wait("WITHDRAWN", None, None)
            return None
        if name == "SHIP_BACK":
            if self.state != "RETURNING":
                return "RETURN_NOT_DUE"
            if by != "BUYER":
                return "NOT_YOUR_TURN"
            self.went_back = True
            self._wait("RETURN_SENT", "SELLER", day + ARRIVE)
            return None
        if self.state == "ESCALATED":
            return "CASE_ESCALATED"
        if name == "ESCALATE":
            return self._escalate(day, by)
        if name == "OFFER":
            return self._offer(day, by, amount, with_return)
        return self._answer(day, by, is_yes=name == "ACCEPT")

    def _escalate(self, day, by):
        if self.state == "RETURNING" and self.decided:
            return "RETURN_UNDER_WAY"
        if self.state == "OFFERED" and self.rounds == 0 and by == "BUYER":
            return "NOT_YOUR_TURN"
        self._wait("ESCALATED", "OPERATOR", day + DECIDE)
        return None

    def _offer(self, day, by, amount, with_return):
        if self.state in ("RETURNING", "RETURN_SENT", "RETURNED"):
            return "RETURN_UNDER_WAY"
        if self.turn != by:
            return "NOT_YOUR_TURN"
        if code := self._impossible(amount, with_return):
            return code
        if self.rounds == ROUNDS:
            return "TOO_MANY_OFFERS"
        self.rounds += 1
        self.amount, self.with_return = amount, with_return
        if by == "BUYER":
            self.asked = (amount, with_return)
        self._wait("OFFERED", "SELLER" if by == "BUYER" else "BUYER", day + ANSWER)
        return None

    def _answer(self, day, by, *, is_yes):
        if self.state in ("REJECTED", "RETURNING") or self.turn != by:
            return "NOT_YOUR_TURN"
        if is_yes:
            self._it_is(self.amount, self.with_return, day)
        elif self.state != "OFFERED" or self.rounds == ROUNDS:
            self._wait("ESCALATED", "OPERATOR", day + DECIDE)
        else:
            self.rounds += 1
            self._wait("REJECTED", "SELLER" if by == "BUYER" else "BUYER", day + ANSWER)
        return None

    def _decide(self, day, amount, payer):
        if self.state != "ESCALATED":
            return "CASE_NOT_ESCALATED"
        goes_back = payer is not None and not self.went_back
        if code := self._impossible(amount, goes_back):
            return code
        self.decided = True
        self.payer = payer or self.payer
        self._it_is(amount, goes_back, day)
        return None

    def _nobody_came(self, day):
        if self.state == "OFFERED":
            self._it_is(self.amount, self.with_return, day)
        elif self.state == "REJECTED" and self.turn == "SELLER":
            self._it_is(*self.asked, day)
        elif self.state in ("REJECTED", "RETURNING"):
            self._share(0)
        elif self.state == "ESCALATED":
            self.decided = True
            agreed = (self.amount, self.with_return) if self.went_back else self.asked
            self._it_is(*agreed, day)
        else:
            self._share(self.amount)

    def _it_is(self, amount, with_return, day):
        self.amount, self.with_return = amount, with_return
        if with_return and not self.went_back:
            if self.payer is None:
                self.payer = "BUYER" if self.kind == "CHANGED_MIND" else "SELLER"
            self._wait("RETURNING", "BUYER", day + SEND_BACK)
        else:
            self._share(amount)

    def _share(self, amount):
        self.shares = (amount, self.frozen - amount, self.payer)
        self._wait("CLOSED", None, None)

    def _wait(self, state, turn, due):
        self.state, self.turn, self.due = state, turn, due

    def _impossible(self, amount, with_return):
        if with_return and self.kind == "NOT_RECEIVED":
            return "NOTHING_TO_RETURN"
        return "OFFER_TOO_LARGE" if amount > self.frozen else None
