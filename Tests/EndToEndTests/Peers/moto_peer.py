"""AWS as moto imitates it, with signatures and permissions checked: EventBridge, IAM, STS, CloudWatch Logs, Secrets
Manager and Parameter Store.

Serves on a free port of the loopback address until its standard input ends. Its first line of output is one JSON
object with the port, keys and names. Then every line of input is a command, answered with one line of JSON:

    count   how many events the bus's rule has passed on to the log group
    dump    those events, oldest first, each with detail, detail-type, source and time
    secret NAME VALUE       keeps a secret in Secrets Manager; the answer is its ARN
    parameter NAME VALUE    keeps an encrypted parameter in Parameter Store

Not checked by moto 5.2.1: a signature's age; the resource that a policy for EventBridge names (so the policies here
allow all buses); an external id that is left out, where a wrong one is refused. An event is parsed as JSON and written
anew on its way to the log group.
"""

import functools
import json
import logging
import os
import sys
import threading
import urllib.request

# Read when moto is imported: calls are free until the world is set up.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000"
# Whatever keys and settings the surroundings hold are none of ours.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"

import boto3
import jsonpath_ng.ext
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

REGION = "eu-west-1"
BUS = "currents"
GROUP = "/test/currents"
EXTERNAL_ID = "7f1c-acme"

# Moto compiles the same path expression for every event it passes on, which takes a tenth of a second each time.
jsonpath_ng.ext.parse = functools.lru_cache(jsonpath_ng.ext.parse)


def policy(*actions, **more):
    """A policy that allows some actions."""
    statement = {"Effect": "Allow", "Action": list(actions), **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def keys_of_new_user(iam, name, *actions):
    """The keys of a user who may do some actions and no others."""
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy(*actions, Resource="*"))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


def set_up(port):
    """Users, a role, a bus and a rule to a log group; says what a sender has to know."""
    address = f"http://127.0.0.1:{port}"
    session = boto3.Session("anything", "anything", region_name=REGION)

    def client(service):
        return session.client(service, endpoint_url=address)

    iam, events, logs = client("iam"), client("events"), client("logs")
    trust = policy(
        "sts:AssumeRole",
        Principal={"AWS": f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:user/borrower"},
        Condition={"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    )
    role = iam.create_role(RoleName="sender", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(
        RoleName="sender", PolicyName="p", PolicyDocument=policy("events:PutEvents", Resource="*")
    )
    bus = events.create_event_bus(Name=BUS)["EventBusArn"]
    logs.create_log_group(logGroupName=GROUP)
    events.put_rule(Name="all", EventBusName=BUS, EventPattern=json.dumps({"source": [{"prefix": ""}]}))
    # The whole event by one path: moto's own template would also replace words such as <id> within the event.
    events.put_targets(
        Rule="all",
        EventBusName=BUS,
        Targets=[
            {
                "Id": "log",
                "Arn": f"arn:aws:logs:{REGION}:{DEFAULT_ACCOUNT_ID}:log-group:{GROUP}",
                "InputTransformer": {"InputPathsMap": {"event": "$"}, "InputTemplate": "<event>"},
            }
        ],
    )
    told = {
        "port": port,
        "region": REGION,
        "bus": BUS,
        "busArn": bus,
        "role": role,
        "externalId": EXTERNAL_ID,
        "sender": keys_of_new_user(iam, "sender", "events:PutEvents"),
        "onlooker": keys_of_new_user(iam, "onlooker", "events:DescribeEventBus"),
        "borrower": keys_of_new_user(iam, "borrower", "sts:AssumeRole"),
        "keeper": keys_of_new_user(iam, "keeper", "secretsmanager:*", "ssm:*", "kms:*"),
        "reader": keys_of_new_user(iam, "reader", "secretsmanager:GetSecretValue", "ssm:GetParameter"),
    }
    # As plain text, or the body would be taken for a form.
    switch = f"{address}/moto-api/reset-auth", b"0", {"Content-Type": "text/plain"}
    urllib.request.urlopen(urllib.request.Request(*switch)).close()
    return told


def streams():
    """The streams of the log group; moto opens one of its own for every event."""
    return get_backend("logs")[DEFAULT_ACCOUNT_ID][REGION].groups[GROUP].streams


def arrived():
    """What the log group holds, oldest first."""
    wanted = ["detail", "detail-type", "source", "time"]
    messages = [json.loads(event.message) for stream in list(streams().values()) for event in stream.events]
    return [{name: message.get(name) for name in wanted} for message in messages]


def keeper(told, service):
    """A client that may keep secrets."""
    keys = told["keeper"]
    session = boto3.Session(keys["id"], keys["secret"], region_name=REGION)
    return session.client(service, endpoint_url=f"http://127.0.0.1:{told['port']}")


def keep_secret(told, name, value):
    """Keeps a secret; gives its ARN."""
    return keeper(told, "secretsmanager").create_secret(Name=name, SecretString=value)["ARN"]


def keep_parameter(told, name, value):
    """Keeps an encrypted parameter; gives its version."""
    return keeper(told, "ssm").put_parameter(Name=name, Value=value, Type="SecureString")["Version"]


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = set_up(server.server_port)
    say(told)
    for line in sys.stdin:
        command = line.strip()
        keep = {"secret": keep_secret, "parameter": keep_parameter}.get(command.split(" ")[0])
        if keep:
            say(keep(told, *command.split(" ", 2)[1:]))
        elif command == "count":
            say(len(streams()))
        elif command == "dump":
            say(arrived())
        else:
            say({"error": f"no such command: {command}"})


main()
