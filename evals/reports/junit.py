"""JUnit's XML, which every CI shows: a suite is a test suite, a trial a test."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from evals.judging import Judgement
from evals.outcomes import Outcome
from evals.runner import Run


def write_junit(path: Path, run: Run, judgement: Judgement) -> None:
    """Writes the run; gates are tests of a suite of their own, since it is they that block."""
    root = Element("testsuites")
    for suite, outcomes in run.outcomes.items():
        _add_suite(root, suite, outcomes)
    gates = SubElement(root, "testsuite", name="gates", tests=str(len(judgement.gates)))
    gates.set("failures", str(sum(not gate.held for gate in judgement.gates)))
    for gate in judgement.gates:
        test = SubElement(gates, "testcase", classname="gates", name=f"{gate.suite}.{gate.gate.metric}")
        if not gate.held:
            SubElement(test, "failure", message=str(gate))
    indent(root)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _add_suite(root: Element, suite: str, outcomes: Sequence[Outcome]) -> None:
    element = SubElement(root, "testsuite", name=suite, tests=str(len(outcomes)))
    element.set("failures", str(sum(outcome.status == "failed" for outcome in outcomes)))
    element.set("skipped", str(sum(outcome.status == "simulator_fault" for outcome in outcomes)))
    for outcome in outcomes:
        name = outcome.case if outcome.trial == 0 else f"{outcome.case}#{outcome.trial}"
        test = SubElement(element, "testcase", classname=suite, name=name)
        test.set("time", f"{sum(outcome.milliseconds) / 1000:.3f}")
        if outcome.status == "simulator_fault":
            SubElement(test, "skipped", message=f"the simulated customer's own fault: {outcome.played['why']}")
        faults = [f"{grader}: {fault}" for grader, own in outcome.verdicts.items() for fault in own]
        if outcome.status == "failed":
            failure = SubElement(test, "failure", message=_printable(faults[0]))
            failure.text = _printable("\n".join(faults))


def _printable(text: str) -> str:
    """Text without what XML 1.0 cannot hold: injections bring control characters along."""
    return "".join(mark for mark in text if mark in "\t\n" or mark >= " " and mark not in "\ufffe\uffff")
