"""A number and its bound: one line of a table."""

from dataclasses import dataclass


@dataclass
class Check:
    name: str
    quantity: str
    value: float
    bound: float

    @property
    def ok(self):
        return self.value <= self.bound  # NaN is not
