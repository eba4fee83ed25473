"""What the service accepts: the document of a create becomes an order, or is refused.

Which model is meant is known at once. All else is a matter of the model behind the door: an asynchronous create is
accepted and its task fails, as was measured for fields that are missing ("Field required: input.messages").
guess: that it is so for wrong values too. What needs the decoded pictures or the reading of the prompt comes later
still, from `pictures` and the engine.
"""

from wanwidgets.service.checks.document import ordered_model, parse
from wanwidgets.service.checks.order import check

__all__ = ["check", "ordered_model", "parse"]
