#!/usr/bin/env python3
"""Writes cases.jsonl beside this file: requests and the Authorization that botocore's signer gives them.

Needs botocore (written with 1.43.11); the tests read only what is written. Equal runs give equal bytes.
"""
import datetime
import json
import pathlib
import random
from urllib.parse import quote

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

WORDS = ["a", "Z9", "-._~", "two words", "plus+", "slash/", "100%", "q?&=#", "é", "日本", "😀", "%41", "'()*!", ";:@,$", ""]


def path(rng, is_s3):
    def segment():
        return quote(rng.choice(WORDS), safe=rng.choice(["", "!$'()*:@"]))

    segments = [segment() for _ in range(rng.randint(0, 4))]
    if not is_s3:
        segments += rng.choice([[], [], ["."], [".."], ["", "x"], ["..", "..", "y"]])
    return "/" + "/".join(segments) + rng.choice(["", "/"])


def query(rng):
    pairs = [(rng.choice(WORDS) or "k", rng.choice(WORDS)) for _ in range(rng.choice([0, 0, 1, 2, 5]))]
    return "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in pairs)


def headers(rng):
    names = ["Content-Type", "X-Amz-Target", "x-custom", "X-CUSTOM", "User-Agent", "X-Other", "Zulu", "a", "X-Amz-Date"]
    values = ["application/x-amz-json-1.1", "  spaces   inside  ", "\ttab\t\tand space ", "", "naïve 日本 😀", '"a   b"', "1,2"]
    return [[rng.choice(names), rng.choice(values)] for _ in range(rng.randint(0, 6))]


def body(rng):
    return [[rng.choice(["x", "{\"a\":1}", "é日😀\n", ""]), rng.choice([0, 1, 7, 1000, 40_000])] for _ in range(rng.randint(0, 3))]


def signed(case):
    moment = datetime.datetime.fromtimestamp(case["milliseconds"] // 1000, datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda: moment
    url = f"{case['scheme']}://{case['host']}:{case['port']}{case['pathAndQuery']}"
    data = b"".join(text.encode() * times for text, times in case["body"])
    request = AWSRequest(method=case["method"], url=url, data=data)
    for name, value in case["headers"]:
        # The signer sets the date itself, and the fixture's is there to be replaced.
        if name.lower() != "x-amz-date":
            request.headers[name] = value
    keys = Credentials(case["accessKeyID"], case["secretAccessKey"], case["sessionToken"])
    signer = botocore.auth.S3SigV4Auth if case["service"] == "s3" else botocore.auth.SigV4Auth
    signer(keys, case["service"], case["region"]).add_auth(request)
    return request.headers["Authorization"]


def case(seed):
    rng = random.Random(seed)
    is_s3 = seed % 6 == 5
    target = path(rng, is_s3)
    pairs = query(rng)
    made = {
        "name": f"seed {seed}",
        "method": rng.choice(["GET", "POST", "PUT", "DELETE"]),
        "scheme": rng.choice(["https", "http"]),
        "host": rng.choice(["events.eu-west-1.amazonaws.com", "127.0.0.1", "example.com"]),
        "port": rng.choice([443, 80, 8443]),
        "pathAndQuery": target + ("?" + pairs if pairs else ""),
        "headers": headers(rng),
        "body": body(rng),
        "milliseconds": rng.choice([0, 951_827_696_789, 1_709_251_199_999, 1_440_938_160_000, rng.randrange(4_000_000_000_000)]),
        "accessKeyID": "AKIDEXAMPLE",
        "secretAccessKey": rng.choice(["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "x", "sëcret/+= " * 12]),
        "sessionToken": rng.choice([None, "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW=="]),
        "region": rng.choice(["us-east-1", "eu-central-2", "cn-north-1"]),
        "service": "s3" if is_s3 else rng.choice(["events", "sts", "secretsmanager"]),
    }
    made["authorization"] = signed(made)
    return made


def main():
    lines = [json.dumps(case(seed), ensure_ascii=False, separators=(",", ":")) for seed in range(72)]
    pathlib.Path(__file__).with_name("cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
