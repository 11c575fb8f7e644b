"""Plans and prices, as the catalogue has them."""

from tools.context import CustomerCall, StaffCall
from tools.declaration import EVERYBODY, Json, NoArguments, Tool


def list_plans(call: CustomerCall | StaffCall, given: NoArguments) -> Json:
    """Everything that is sold. Yen, tax included."""
    pack = call.deps.pack
    return {
        "plans": [
            {
                "id": name,
                "name": plan.name,
                "price": plan.price,
                "hours": plan.measurement,
                "contains": list(plan.contains),
                "includes": plan.includes,
            }
            for name, plan in pack.plans.items()
        ],
        "addons": [
            {"id": name, "name": addon.name, "price": addon.price, "bookable": addon.bookable}
            for name, addon in pack.addons.items()
        ],
        "business_plans": [
            {"id": name, "name": plan.name, "monthly_price": plan.monthly_price, "measurements": plan.measurements}
            for name, plan in pack.business_plans.items()
        ],
        "business_options": [
            {
                "id": name,
                "name": option.name,
                "monthly_price": option.monthly_price,
                "count": option.count,
                "only_with": option.only_with,
            }
            for name, option in pack.business_options.items()
        ],
    }


TOOLS = (
    Tool(
        "list_plans",
        "Lists all plans, add-ons, monthly plans for companies and their options with ids and prices in yen, tax "
        "included. Call it before a price is named or a plan is chosen.",
        "read",
        EVERYBODY,
        NoArguments,
        list_plans,
    ),
)
