"""What packets are worded with, from a pack's data."""

from domain.packet.terms import PacketTerms, SlotWords
from knowledge.pack.schema import Pack


def packet_terms(pack: Pack) -> PacketTerms:
    """What a pack's company calls things."""
    slots = pack.diagnosis.slots
    order = [*pack.diagnosis.order, *(name for name in slots if name not in pack.diagnosis.order)]
    return PacketTerms(
        triggers=dict[str, str](**pack.staff_words.triggers),
        slots={
            name: SlotWords(name, {key: value.label for key, value in slots[name].values.items()}, slots[name].kind)
            for name in order
        },
        topics={topic.id: file.category for file in pack.faq for topic in file.topics},
    )
