"""What every fault is."""

from abc import ABC, abstractmethod

from ..journal import Received
from ..wire import Answer, Reply


class Fault(ABC):
    """One thing that goes wrong."""

    @abstractmethod
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer a request wrongly; `answer` gives the normal answer."""
