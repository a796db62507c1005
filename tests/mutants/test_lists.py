"""The two lists kept by hand say something of the product as it is today: whoever moves a line moves its entry."""

import tomllib

from tests.mutants.copies import ROOT
from tests.mutants.faults.operators import compiles
from tests.mutants.faults.source import Source
from tests.mutants.known import LIST
from tests.mutants.report import HARMLESS


def test_each_known_fault_can_still_be_put_in_at_one_place():
    lost = []
    for fault in tomllib.loads(LIST.read_text())["fault"]:
        text = (ROOT / fault["file"]).read_text()
        if text.count(fault["old"]) != 1 or not compiles(text.replace(fault["old"], fault["new"])):
            lost.append(fault["name"])
    assert lost == []


def test_each_known_fault_names_folders_of_tests():
    folders = {folder for fault in tomllib.loads(LIST.read_text())["fault"] for folder in fault["tests"]}
    assert {folder for folder in folders if not (ROOT / folder).is_dir()} == set()


def test_each_harmless_fault_still_has_its_line_and_its_reason():
    lost = []
    for known in tomllib.loads(HARMLESS.read_text()).get("harmless", []):
        source = Source(known["file"], (ROOT / known["file"]).read_text())
        lines = enumerate(source.text.splitlines(), 1)
        holders = {source.holder_of(number) for number, line in lines if line.strip() == known["line"].strip()}
        if known["inside"] not in holders or not known["reason"]:
            lost.append(known["line"])
    assert lost == []
