#!/usr/bin/env python3
"""Writes events.jsonl and records.jsonl: events, and what Amplitude must be sent for each.

A second mapping, written from the documentation and not from the connector, so that the golden test is a check.
Needs PyYAML. Run it in this folder: ./make.py

Facts (all read 2026-11-20): Braze, event glossary, Amplitude tabs; Braze, "Amplitude for Currents"; Amplitude,
"HTTP V2 API". names.tsv holds the names of those pages.

A line of records.jsonl is the record, or `no_identity`, or `mapping_failed`.
"""
import json
import pathlib
from decimal import Decimal, getcontext

import yaml

getcontext().prec = 1000
HERE = pathlib.Path(__file__).resolve().parent
SPECS = HERE.parents[3] / "specs"
NAMES = dict(line.split("\t") for line in (HERE / "names.tsv").read_text().splitlines())
FORBIDDEN = {
    "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "", "{}", "lmy47d", "0", "-1",
    "00000000-0000-0000-0000-000000000000",
}
CUSTOM = "users.behaviors.CustomEvent"
PURCHASE = "users.behaviors.Purchase"


class Failed(Exception):
    pass


class Anonymous(Exception):
    pass


def members(text):
    """Pairs of raw key and raw value of an object, as written."""
    decoder = json.JSONDecoder()
    found, at = [], 1
    space = " \t\r\n"

    def skip(at):
        while text[at] in space:
            at += 1
        return at

    def end(at):
        return decoder.raw_decode(text, at)[1]

    at = skip(at)
    while text[at] != "}":
        stop = end(at)
        key = text[at:stop]
        at = skip(skip(stop) + 1)
        stop = end(at)
        found.append((key, text[at:stop]))
        at = skip(stop)
        if text[at] == ",":
            at = skip(at + 1)
    return found


def keyed(raw):
    return {json.loads(key): value for key, value in raw}


def identity(raw):
    value = raw and json.loads(raw)
    return value if isinstance(value, str) and value else None


def is_bad(text):
    return text.lower() in FORBIDDEN or len(text) < 5


def milliseconds(raw):
    if raw is None or not (raw[0].isdigit()):
        raise Failed
    value = Decimal(raw)
    if value >= 10 ** 11:
        raise Failed
    return str(int(value * 1000))


def is_number(raw):
    return raw is not None and (raw[0] == "-" or raw[0].isdigit())


def product(price, quantity):
    result = Decimal(price) * Decimal(quantity)
    if "e" not in (price + quantity).lower():
        return format(result, "f")
    sign, digits, exponent = result.as_tuple()
    text = "".join(map(str, digits)).lstrip("0") or "0"
    return ("-" if sign else "") + text + (f"e{exponent}" if exponent else "")


def ids(user):
    external, device = identity(user.get("external_user_id")), identity(user.get("device_id"))
    out = []
    if external is None and device is None:
        raise Anonymous
    if is_bad(external if external is not None else device):
        raise Failed
    if external is not None:
        out.append(("user_id", user["external_user_id"]))
    if device is not None and not is_bad(device):
        out.append(("device_id", user["device_id"]))
    return out


def advertising(properties):
    ad = properties.get("ad_id", "null")
    if ad[0] != '"' or ad == '""':
        return []
    kind = json.loads(properties.get("ad_id_type", "null"))
    platform = json.loads(properties.get("platform", "null"))
    if kind == "ios_idfa" or not kind and platform in ("ios", "tvos"):
        return [("idfa", ad)]
    if kind == "google_ad_id" or not kind and platform == "android":
        return [("adid", ad)]
    return []


def record(line):
    event = keyed(members(line))
    user_members = members(event.get("user", "{}"))
    property_members = members(event.get("properties", "{}"))
    properties = keyed(property_members)
    kind = json.loads(event["event_type"])
    out = ids(keyed(user_members))
    left_out = set()
    if kind == CUSTOM:
        name = properties.get("name", "null")
        if name[0] != '"' or name == '""':
            raise Failed
        out.append(("event_type", '"[Appboy] [Custom Event] ' + name[1:]))
        left_out.add("name")
    else:
        out.append(("event_type", json.dumps("[Appboy] " + NAMES[kind])))
    out.append(("time", milliseconds(event.get("time"))))
    out.append(("insert_id", event["id"]))
    out.append(("library", '"Braze"'))
    out += advertising(properties)
    price, quantity = properties.get("price"), properties.get("quantity")
    if kind == PURCHASE and is_number(price) and (quantity is None or is_number(quantity)):
        left_out |= {"price", "quantity"}
        out.append(("price", price))
        if quantity is not None:
            out.append(("quantity", quantity))
        if properties.get("product_id", "null")[0] == '"':
            left_out.add("product_id")
            out.append(("productId", properties["product_id"]))
        out.append(("revenue", price if quantity is None else product(price, quantity)))
    own = []
    for key, prefix in (("custom_properties", "[Custom event property] "), ("purchase_properties", "[Purchase property] ")):
        if properties.get(key, "null")[0] == "{":
            left_out.add(key)
            own += [('"' + prefix + k[1:], v) for k, v in members(properties[key])]
    kept = [(k, v) for k, v in property_members if json.loads(k) not in left_out]
    if "card_id" not in properties:  # analytics partners know a content card's id by this name
        kept = [('"card_id"' if json.loads(k) == "content_card_id" else k, v) for k, v in kept]
    taken = {json.loads(k) for k, _ in kept} | {"external_user_id", "user_id", "device_id"}
    guests = [(k, v) for k, v in user_members if json.loads(k) not in taken]
    together = kept + own + guests
    if len({json.loads(k) for k, _ in together}) != len(together):
        raise Failed
    body = ",".join(f"{k}:{v}" for k, v in together)
    return "{" + ",".join(f'"{k}":{v}' for k, v in out) + ',"event_properties":{' + body + "}}"


def outcome(line):
    try:
        return record(line)
    except Failed:
        return "mapping_failed"
    except Anonymous:
        return "no_identity"


def glossary():
    """Event types, each with what specs/glossary says of it."""
    for path in sorted((SPECS / "glossary").glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            for kind in (document or {}).get("eventTypes", []):
                yield kind


def value(name, field):
    text = {
        "string": json.dumps(f"{name} of an event"), "int": "12", "long": "1792665600000", "float": "2.50",
        "boolean": "true", "array<string>": '["a","b"]', "map<any>": '{"size":1.0,"colour":"red"}',
    }
    return text[field.get("httpType", field["type"])]


def synthetic(kind, fields, names):
    """An event of a type with these fields, in the form of HTTP partners."""
    top, user, properties = [], [], []
    for name in names:
        field = {**fields[name], **kind.get("exceptions", {}).get(name, {})}
        text = "1792665600" if name == "time" else value(name, field)
        place = {"top": top, "user": user, "properties": properties}[field.get("placement", "properties")]
        place.append(f'"{field.get("httpName", name)}":{text}')
    return (
        f'{{"event_type":"{kind["name"]}",{",".join(top)},"user":{{{",".join(user)}}},'
        f'"properties":{{{",".join(properties)}}}}}'
    )


def forms():
    samples = {json.loads(l)["event_type"]: l for l in (SPECS / "samples/events.jsonl").read_text().splitlines()}
    fields = yaml.safe_load((SPECS / "glossary/fields.yaml").read_text())["fields"]
    for kind in sorted(glossary(), key=lambda kind: kind["name"]):
        if kind["name"] not in NAMES and kind["name"] != CUSTOM:
            continue
        left_out = set(kind.get("storageOnly", [])) | set(kind.get("withdrawn", []))
        carried = [name for name in kind["fields"] if name not in left_out]
        required = [name for name in kind.get("required", []) if name not in left_out]
        if kind["name"] in samples:
            yield samples[kind["name"]]
        yield synthetic(kind, fields, carried)
        yield synthetic(kind, fields, required)
        if "external_user_id" not in required:
            yield synthetic(kind, fields, required + ["external_user_id"])


def event(kind="users.messages.email.Open", time="1792665600", user='"external_user_id":"cust-88213"', properties=""):
    return f'{{"event_type":"{kind}","id":"a-1","time":{time},"user":{{{user}}},"properties":{{{properties}}}}}'


def custom(properties, name='"basket"', **more):
    return event(CUSTOM, properties=f'"app_id":"x","name":{name},"custom_properties":{{{properties}}}', **more)


def purchase(properties, **more):
    return event(PURCHASE, properties=properties, **more)


def awkward():
    long = "x" * 10_000
    emoji = "👩‍👩‍👧 ünï – ✓"
    yield custom(r'"a\"b":"\u0041\\\n","\ud83d\ude00":"\ud83d\ude00","tab\t":"\/"')
    yield custom(f'"{emoji}":"{emoji}","{long}":"{long}"', name=f'"{emoji} {long}"')
    yield custom('"one":1.0,"big":1e400,"precise":9007199254740993,"small":-0.10E-7,"minus":-0')
    yield custom('"nested":{"a":{"b":[1.0,{"c":null},"}"]}},"list":[[],{}],"null":null,"yes":true,"":0')
    yield custom("")
    yield custom('"name":"inner","price":1,"user_id":"x","timezone":"inner"')
    yield custom('"a":1', name=r'"quo\"te \u005b\u002a*"')
    yield custom('"a":1', name='""')
    yield custom('"a":1', name="null")
    yield custom('"a":1', name="7")
    yield event(CUSTOM, properties='"custom_properties":{"a":1}')
    yield event(CUSTOM, properties='"custom_properties":{"a":1},"name":"last"')
    yield event(CUSTOM, properties='"name":"only"')
    yield event(CUSTOM, properties='"name":"no object","custom_properties":null')
    yield event(CUSTOM, properties='"name":"a list","custom_properties":[{"a":1}]')
    yield event(CUSTOM, properties=r'"\u006eame":"by escape","custom_pr\u006fperties":{"a":1},"z":1')
    # One key twice, plainly and by escapes, on both sides.
    yield event(CUSTOM, properties='"name":"n","[Custom event property] a":1,"custom_properties":{"a":2}')
    yield event(CUSTOM, properties=r'"name":"n","\u005bCustom event property] a":1,"custom_properties":{"a":2}')
    yield event(CUSTOM, properties=r'"name":"n","[Custom event property] a":1,"custom_properties":{"\u0061":2}')
    yield event(CUSTOM, properties='"name":"n","[Custom event property] b":1,"custom_properties":{"a":2}')
    yield custom('"a":2', user='"external_user_id":"cust-88213","[Custom event property] a":1')
    yield custom('"a":2', user='"external_user_id":"cust-88213","[Custom event property] b":1')
    yield purchase('"[Purchase property] a":1,"purchase_properties":{"a":2},"price":1')
    yield purchase('"[Custom event property] a":1,"purchase_properties":{"a":2},"price":1')
    # What else a user carries.
    zone = '"timezone":"Europe/Paris"'
    yield event(user=f'"external_user_id":"cust-88213",{zone}', properties='"a":1')
    yield event(user=f'"external_user_id":"cust-88213",{zone}')
    yield event(user=f'"external_user_id":"cust-88213",{zone}', properties='"timezone":"Asia/Tokyo"')
    yield event(user=f'"external_user_id":"cust-88213",{zone}', properties=r'"time\u007aone":"Asia/Tokyo"')
    yield event(user=r'"external_user_id":"cust-88213","time\u007aone":"a"', properties='"timezone":null')
    yield event(user=f'"external_user_id":"cust-88213",{zone},"a":[1],"b":{{"c":1}}', properties='"b":2,"z":0')
    yield event(user=r'"\u0065xternal_user_id":"cust-88213","\u0075ser_id":"no"', properties='"b":2')
    # Who it is.
    for user in (
        "", '"user_id":"64f0c2a9d5e1b20013a7c4aa"', '"external_user_id":""', '"external_user_id":null,"device_id":null',
        '"external_user_id":12345678', '"external_user_id":"","device_id":"device-1"', '"device_id":"device-1"',
        '"external_user_id":"cust-88213","device_id":"device-1"', '"external_user_id":"1234"',
        '"external_user_id":"1234","device_id":"device-1"', '"external_user_id":"12345","device_id":"d-1"',
        '"device_id":"d-1"', '"external_user_id":"ünïco"', '"external_user_id":"ünïc"', '"external_user_id":"👩👩👩👩"',
        '"external_user_id":"👩👩👩👩👩"', r'"external_user_id":"\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"',
        r'"external_user_id":"\u0061\u0062\u0063\u0064\u0065"', r'"external_user_id":"\u0061\u0062\u0063\u0064"',
        '"external_user_id":"cust-88213","device_id":"00000000-0000-0000-0000-000000000000"',
        '"device_id":"00000000-0000-0000-0000-000000000000"', '"device_id":"00000000-0000-0000-0000-000000000001"',
        '"external_user_id":"Anonymous"', r'"external_user_id":"unde\u0066ined"', '"external_user_id":"LMY47D"',
        '"external_user_id":"undefined1"', '"external_user_id":"unknown"', '"external_user_id":"a\\u0000b\\"c"',
    ):
        yield event(user=user, properties='"a":1')
    # When it was.
    for time in (
        "0", "1", "1792665600.0", "1792665600.5", "1792665600.25", "1792665600.1239", "0.001", "0.0009", "1.7926656e9",
        "17926656E+2", "17926656000e-1", "99999999999", "100000000000", "1792665600000", "99999999999.9999", "-1", "-0",
        "1e400", "1e-400", '"1792665600"', "true", "null", '{"a":1}', "[1]", "12345678901234567890", "0e0", "0.0",
    ):
        yield event(time=time)
    yield '{"event_type":"users.messages.email.Open","id":"a","user":{"external_user_id":"cust-88213"},"properties":{}}'
    yield '{"event_type":"users.messages.email.Open","id":"a","time":5,"user":{"external_user_id":"cust-88213"}}'
    yield r'{"event_type":"users.messages.em\u0061il.Open","id":"a\"b\u00e9","time":5,"user":{"device_id":"de\"vice"}}'
    # Whose advertising id.
    for ad in (
        '"ad_id":"x","ad_id_type":"ios_idfa"', '"ad_id":"x","ad_id_type":"google_ad_id","platform":"ios"',
        '"ad_id":"x","ad_id_type":"windows_ad_id","platform":"android"', '"ad_id":"x","ad_id_type":"roku_ad_id"',
        '"ad_id":"x","platform":"ios"', '"ad_id":"x","platform":"tvos"', '"ad_id":"x","platform":"android"',
        '"ad_id":"x","platform":"web"', '"ad_id":"x","ad_id_type":null,"platform":"android"', '"ad_id":"x"',
        '"ad_id":"","ad_id_type":"ios_idfa"', '"ad_id":null,"ad_id_type":"ios_idfa"', '"ad_id":5,"platform":"ios"',
        r'"platform":"ios","ad\u005fid":"\u0078"', '"ad_id_type":"ios_idfa"', '"ad_id":"x","ad_id_type":""',
    ):
        yield event(properties=ad)
    # What it cost.
    for amounts in (
        '"product_id":"p","price":19.99,"currency":"EUR"', '"price":19.99,"quantity":3,"product_id":"p"',
        '"quantity":3,"price":19.990,"a":1,"product_id":"p","b":2', '"price":0.1,"quantity":3', '"price":1e400',
        '"price":1e400,"quantity":2', '"price":1.50E2,"quantity":2', '"price":-5,"quantity":2', '"price":5,"quantity":-2',
        '"price":9007199254740993,"quantity":9007199254740993', '"price":0,"quantity":0', '"price":0.00,"quantity":7',
        '"price":"19.99","product_id":"p","quantity":2', '"price":null,"product_id":"p"', '"product_id":"p","quantity":2',
        '"price":5,"product_id":7', '"price":5,"product_id":null', '"price":5,"quantity":"2","product_id":"p"',
        '"price":5,"quantity":null,"product_id":"p"', '"price":2.5,"quantity":0.5', '"price":1e-3,"quantity":1e3',
        '"price":12345678901234567890.123456789,"quantity":98765432109876543210',
        '"purchase_properties":{"size":1.0,"n":{"k":null}},"price":5,"product_id":"p\\"q"', '"pr\\u0069ce":5,"quantity":2',
        '"price":0.05,"quantity":0.5', '"price":100,"quantity":1e2',
    ):
        yield purchase(amounts)
    # Elsewhere those keys are properties like others.
    yield event(properties='"price":5,"quantity":2,"product_id":"p","name":"n"')
    yield event("users.campaigns.Conversion", properties=",".join(f'"k{i}":{i}' for i in range(200)))


def main():
    lines = list(forms()) + list(awkward())
    (HERE / "events.jsonl").write_text("".join(line + "\n" for line in lines))
    (HERE / "records.jsonl").write_text("".join(outcome(line) + "\n" for line in lines))


main()
