import Testing

@testable import Specs

@Suite("What looks like a secret")
struct SecretTextTests {
    @Test(arguments: [
        "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "xoxb-123", "sk_live_abc", "ghp_abc", "glpat-abc", "-----BEGIN RSA PRIVATE KEY-----",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "0123456789abcdef0123456789abcdef",
        "https://user:word@example.com/x", "hvs.CAESIJ",
    ])
    func secretsAreTold(text: String) {
        #expect(SecretText.isSecret(text))
        #expect(SecretText.isSecretArgument(text))
    }

    @Test(arguments: [
        "prod/amplitude", "/prod/Amplitude/ApiKey1/With/A/Long/Path/To/It", "AMPLITUDE_API_KEY", "AKIA",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/amplitude-AbCdEf", "sk_live_",
        "op://vault/item/field", "https://user@example.com/x", "https://example.com/a:b@c", "eyJ.x.y",
        "amplitude-production-europe-key-of-the-1", "../secrets/key", "", "AWSCURRENT",
    ])
    func namesAreNot(text: String) {
        #expect(!SecretText.isSecret(text))
    }

    @Test(arguments: [
        "--password=hunter2", "--api-key=abc", "--client_secret=x", "PGPASSWORD=x", "-token=abc",
        "Authorization: Bearer abc", "--note=sk_live_x", "a=b tool --password='x'",
        "curl -u https://user:word@example.com/x",
    ])
    func argumentsThatHoldOneAreTold(text: String) {
        #expect(SecretText.isSecretArgument(text))
    }

    @Test(arguments: [
        "--password", "--password=", "--password=/run/secrets/x", "--token=@file", "--token=env:NAME",
        "--field=token", "-field=password", "--secret=my-secret", "--key=apiKey", "--token-file=x", "a=b=c",
        "Authorization: Bearer $TOKEN", "bearer",
    ])
    func argumentsThatSayWhereItIsAreNot(text: String) {
        #expect(!SecretText.isSecretArgument(text))
    }
}
