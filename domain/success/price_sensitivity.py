"""How much a customer looks at the price."""


def price_sensitivity(contacts: int, about_price: int, purchases: int, discounted: int) -> float | None:
    """How often price was the matter, 0–1.

    The mean of two shares, of those that can be told: contacts that were about the price among all contacts, and
    purchases with a discount among all purchases. Both are of one year.

    Args:
        contacts: Calls, mails, meetings.
        about_price: Those in which the price was asked for or bargained about.
        purchases: Invoices that are not void.
        discounted: Those with something taken off.

    Returns:
        None where nothing was said and nothing was bought.
    """
    shares = [part / whole for part, whole in ((about_price, contacts), (discounted, purchases)) if whole]
    return sum(shares) / len(shares) if shares else None
