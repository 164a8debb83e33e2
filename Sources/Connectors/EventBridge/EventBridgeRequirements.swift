public import Plans

extension PartnerRequirements {
    /// Amazon EventBridge, as a partner event source or on a bus of the customer's own.
    public static let eventBridge = PartnerRequirements(
        partner: "eventbridge",
        title: "Amazon EventBridge",
        summary:
            "An event bus of AWS: every event becomes one bus event whose detail is the event, unchanged.",
        mappingVersion: 1,
        address: .byRegion(regions),
        credentials: [
            .init("accessKeyId", "The access key of the AWS identity that sends.", isRequired: true),
            .init("secretAccessKey", "The secret of that access key.", isRequired: true),
            .init("sessionToken", "The session token, when the keys are temporary ones.", isRequired: false),
        ],
        settings: settings,
        alternatives: [["partnerName", "busName"]],
        composedNames: [sourceName],
        services: [
            .init("sts", "The AWS token service, which lends the keys of a role.", companion: "roleArn")
        ],
        events: .everyHTTPEvent,
        limits: limits(entries: 20, action: "PutPartnerEvents"),
        variants: [.init(when: .given("busName"), limits: limits(entries: 10, action: "PutEvents"))],
        credentialGrace: Sourced(
            .seconds(48 * 3600),
            source: "Braze, partner pages of Currents (48 hours), read 2026-11-20"
        )
    )

    private static func limits(entries: Int, action: String) -> Limits {
        Limits(
            eventsPerRequest: Sourced(
                entries,
                source:
                    "AWS service model of EventBridge, \(action), 1 to \(entries) entries, read 2026-11-20"
            ),
            bytesPerRequest: Sourced(EventBridgeEntry.sizeLimit - 1, source: sizePage),
            bytesPerRecord: Sourced(EventBridgeEntry.sizeLimit - 1, source: sizePage)
        )
    }

    private static let sizePage =
        "EventBridge user guide, 'Calculating event entry size' (less than 256 KB, counted as Time 14, "
        + "Source, DetailType, Detail and Resources), read 2026-11-20"

    /// Forms: AWS service model of EventBridge (AccountId, EventSourceName, NonPartnerEventBusNameOrArn) and of STS
    /// (externalIdType), read 2026-11-20.
    private static let settings: [Setting] = [
        .init(
            "accountId",
            "The AWS account that receives the partner event source.",
            .text(.init("[0-9]{12}", "12 digits")),
            need: .with("partnerName")
        ),
        .init(
            "partnerName",
            "Partner mode: the name AWS has registered for your organisation, as in 'aws.partner/<partnerName>/…'.",
            .text(.init(namePart, "letters, digits, '.', '-' and '_'"))
        ),
        .init(
            "sourceName",
            "The rest of the partner event source's name, unique among all customers of AWS.",
            .text(
                .init(
                    "\(namePart)(/\(namePart))*",
                    "letters, digits, '.', '-' and '_', with '/' between parts"
                )
            ),
            companion: "partnerName"
        ),
        .init(
            "busName",
            "Bus mode: the name or ARN of an event bus that the credentials may send to.",
            .text(
                .init(
                    "(arn:aws[-A-Za-z]*:events:[a-z]+-[a-z]+-[-a-z0-9]+:[0-9]{12}:event-bus/)?\(namePart)",
                    "a bus name of letters, digits, '.', '-' and '_', or its ARN"
                )
            )
        ),
        .init(
            "source",
            "Bus mode: the source that rules on the bus match.",
            .text(
                .init(
                    "(?!aws\\.)[-._/:A-Za-z0-9]{1,256}",
                    "up to 256 letters, digits, '.', '-', '_', '/' and ':', not beginning with 'aws.'"
                )
            ),
            companion: "busName",
            fallback: .text(EventBridgeConnector.defaultSource)
        ),
        .init(
            "roleArn",
            "A role to take before sending, by its ARN.",
            .text(
                .init("arn:aws[-A-Za-z]*:iam::[0-9]{12}:role/[-+=,.@_/A-Za-z0-9]+", "the ARN of an IAM role")
            )
        ),
        .init(
            "externalId",
            "The word that the role's trust policy asks for.",
            .text(.init("[-+=,.@:/_A-Za-z0-9]{2,1224}", "2 to 1,224 letters, digits and '+=,.@:/_-'")),
            companion: "roleArn"
        ),
    ]

    /// The whole name of the partner event source.
    static let sourceName = ComposedName(
        "partner event source",
        parts: [
            .text("aws.partner/"), .setting("partnerName"), .text("/"),
            .setting(
                "sourceName",
                otherwise: [
                    .text("currents/"), .current, .text("-"), .digest(of: "accountId", digits: 8),
                ]
            ),
        ],
        form: Sourced(
            .init(
                "aws\\.partner(/[-._A-Za-z0-9]+){2,}",
                "'aws.partner/' and at least two parts of letters, digits, '.', '-' and '_' between slashes"
            ),
            source: "AWS service model of EventBridge, EventSourceName, read 2026-11-20"
        ),
        maximumLength: Sourced(
            256,
            source: "AWS service model of EventBridge, EventSourceName, read 2026-11-20"
        ),
        unadvised: Sourced(
            ["accountId"],
            source: "EventBridge API reference, CreatePartnerEventSource, read 2026-11-20"
        )
    )

    private static let namePart = "[-._A-Za-z0-9]+"

    /// Source: AWS service endpoints of EventBridge and STS, botocore 1.43.11, read 2026-11-20.
    ///
    /// Where partner event sources are not offered, the service says so when `apply` creates one.
    private static let regions: [Region] =
        [
            "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
            "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
            "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
            "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
            "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1",
            "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
        ]
        .map { region($0, domain: "amazonaws.com") }
        + ["cn-north-1", "cn-northwest-1"].map { region($0, domain: "amazonaws.com.cn") }

    private static func region(_ name: String, domain: String) -> Region {
        Region(
            name,
            url: "https://events.\(name).\(domain)/",
            services: ["sts": "https://sts.\(name).\(domain)/"]
        )
    }
}
