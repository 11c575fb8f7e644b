"""What mails are written with, from a pack's data."""

from collections.abc import Iterator
from datetime import time, timedelta

from domain.mails import MailText, ReminderTimes, Stationery
from knowledge.pack import Pack
from knowledge.pack.mails import Mail
from knowledge.pack.references import render
from services.delivery.routing import campaign_text


def build_stationery(pack: Pack) -> Stationery:
    """The pack's mails, figures in place.

    Args:
        pack: The pack.
    """
    days, times = pack.booking.reminders, pack.reminder_times
    return Stationery(
        company=pack.company.name,
        texts={
            name: MailText(
                render(pack, mail.subject),
                render(pack, mail.body),
                render(pack, mail.calendar) if mail.calendar else None,
            )
            for name, mail in _mails(pack)
        },
        plans={name: plan.name for name, plan in pack.plans.items()},
        addons={name: addon.name for name, addon in pack.addons.items()},
        words=dict[str, str](
            **pack.staff_words.priorities,
            **pack.staff_words.triggers,
            **(pack.success.health.part_names if pack.success else {}),
        ),
        reminders=ReminderTimes(
            prepare_days=days.prepare_days,
            prepare_at=time.fromisoformat(times.prepare_at),
            eve_days=days.eve_days,
            eve_at=time.fromisoformat(times.eve_at),
            day_at=time.fromisoformat(times.day_at),
            day_lead=timedelta(hours=times.day_lead),
        ),
    )


def _mails(pack: Pack) -> Iterator[tuple[str, Mail]]:
    yield from pack.mails.items()
    if pack.success:
        yield from pack.success.mails.items()
        for name, mail in pack.success.campaigns.mails.items():
            yield campaign_text(name), mail
