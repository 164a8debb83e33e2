#!/usr/bin/env python3
"""Writes the golden files beside this script: events and the EventBridge entries they must become.

samples.jsonl   the entries of specs/samples/events.jsonl, line by line
required.jsonl  pairs of lines, event and entry: every sample cut down to the fields its type always has
hostile.jsonl   pairs of lines, event and entry: values that invite mistakes

Built without a look at the Swift code: Detail is the event's line as Python's json module quotes it. Needs PyYAML.
"""
import json
import pathlib
import re

import yaml

HERE = pathlib.Path(__file__).parent
SPECS = HERE.parents[3] / "specs"
SOURCE = "aws.partner/example.com/acme-prod/currents-7"
PLAIN_SECONDS = re.compile(r"[0-9]{1,10}(\.[0-9]{1,9})?")


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def entry(line, time, detail_type):
    head = f'"Time":{time},' if time is not None and PLAIN_SECONDS.fullmatch(time) else ""
    return f'{{{head}"Source":"{SOURCE}","DetailType":{quoted(detail_type)},"Resources":[],"Detail":{quoted(line)}}}'


def of_sample(line):
    event = json.loads(line)
    return entry(line, str(event["time"]), event["event_type"])


def required_fields():
    documents = [d for f in sorted((SPECS / "glossary").glob("*.yaml")) for d in yaml.safe_load_all(f.read_text("utf-8"))]
    return {t["name"]: set(t["required"]) for d in documents for t in d.get("eventTypes") or []}


def cut(line, required):
    event = json.loads(line)
    keep = required[event["event_type"]]
    for place in ("user", "properties"):
        event[place] = {k: v for k, v in event[place].items() if k in keep}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


OPEN = "users.messages.email.Open"
# Each: the raw `time` token (None: no time), the event type, the raw members that follow.
HOSTILE = [
    ("1", OPEN, r'"id":"a\"b\\c\/\u0041\n\t","properties":{"path":"C:\\dir\\","quote":"\"","slash":"\/"}'),
    ("1", OPEN, '"id":"😀","properties":{"family":"👨‍👩‍👧‍👦","flag":"🇩🇪","combining":"e\u0301","separator":"\u2028\u2029","delete":"\x7f"}'),
    ("1", OPEN, r'"id":"\ud83d\ude00","properties":{"half":"\ud800","nul":"\u0000","escape":"\u001b[31m"}'),
    ("1", OPEN, '"id":"n","properties":{"a":1.0,"b":1e400,"c":9007199254740993,"d":-0,"e":1E+2,"f":0.1000,"g":123456789012345678901234567890}'),
    ("1", "users.behaviors.CustomEvent", '"id":"c","properties":{"name":"Détail","custom_properties":{"a":{"b":[1,{"c":[[],{},null,true]}]},"":"empty key","Detail":"x","Time":2}}'),
    ("1", "users.behaviors.Purchase", '"id":"p","properties":{"price":12.50,"purchase_properties":{"sizes":["S","M"],"nested":{"deep":{"deeper":{"deepest":"\\\\"}}}}}'),
    ("1", OPEN, '\t"id" :\t"spaced" , "properties" : { } '),
    ("1", OPEN, '"id":"z","z":1,"a":2,"properties":{"z":1,"a":2},"user":{"user_id":"u"}'),
    (None, OPEN, '"id":"no time"'),
    ("null", OPEN, '"id":"null time"'),
    ('"1792665600"', OPEN, '"id":"text time"'),
    ("true", OPEN, '"id":"true time"'),
    ("[1]", OPEN, '"id":"list time"'),
    ("0", OPEN, '"id":"first second"'),
    ("1792665600.250", OPEN, '"id":"fraction"'),
    ("9999999999.999999999", OPEN, '"id":"longest"'),
    ("1792665600.1234567890", OPEN, '"id":"fraction too long"'),
    ("1792665600000", OPEN, '"id":"milliseconds"'),
    ("-1", OPEN, '"id":"negative"'),
    ("1e9", OPEN, '"id":"exponent"'),
    ("1e400", OPEN, '"id":"endless"'),
    ("1", r"users.messages.email.Op\u0065n", '"id":"escaped type"'),
    ("1", "users.messages.future.Thing", '"id":"new type"'),
    ("1", "é" * 128, '"id":"longest type"'),
]


def hostile():
    for time, event_type, rest in HOSTILE:
        head = f'"event_type":"{event_type}",' + (f'"time":{time},' if time is not None else "")
        line = "{" + head + rest + "}"
        yield line, entry(line, time, json.loads(f'"{event_type}"'))


def write(name, lines):
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    samples = (SPECS / "samples" / "events.jsonl").read_text("utf-8").splitlines()
    required = required_fields()
    cuts = [cut(line, required) for line in samples]
    write("samples.jsonl", [of_sample(line) for line in samples])
    write("required.jsonl", [text for line in cuts for text in (line, of_sample(line))])
    write("hostile.jsonl", [text for pair in hostile() for text in pair])


main()
