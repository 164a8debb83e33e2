import Diagnostics

/// Words by which other programs name the places of secrets, and what they are here.
enum MisnamedForm {
    /// The form of ours that a word stands for.
    static let ours: [String: String] = [
        "environment": "env", "envVar": "env", "envvar": "env", "env_var": "env", "variable": "env",
        "var": "env",
        "fromEnv": "env", "valueFrom": "env",
        "path": "file", "filename": "file", "fileName": "file", "fromFile": "file", "secretFile": "file",
        "cmd": "command", "exec": "command", "shell": "command", "run": "command", "program": "command",
        "script": "command",
        "secretsManager": "awsSecretsManager", "secretManager": "awsSecretsManager",
        "awsSecret": "awsSecretsManager", "aws": "awsSecretsManager", "asm": "awsSecretsManager",
        "secretsmanager": "awsSecretsManager", "aws_secrets_manager": "awsSecretsManager",
        "ssm": "awsParameterStore", "awsSsm": "awsParameterStore", "awsSSM": "awsParameterStore",
        "parameterStore": "awsParameterStore", "awsParameter": "awsParameterStore",
        "ssmParameter": "awsParameterStore", "parameter": "awsParameterStore",
        "aws_parameter_store": "awsParameterStore",
    ]

    /// Places reached with a program of their own, and how it is called.
    static let programs: [String: String] = [
        "vault": "[vault, kv, get, -field=FIELD, PATH]",
        "hashicorpVault": "[vault, kv, get, -field=FIELD, PATH]",
        "onePassword": "[op, read, op://VAULT/ITEM/FIELD]",
        "op": "[op, read, op://VAULT/ITEM/FIELD]",
        "gcpSecretManager": "[gcloud, secrets, versions, access, latest, --secret=NAME]",
        "googleSecretManager": "[gcloud, secrets, versions, access, latest, --secret=NAME]",
        "gcp": "[gcloud, secrets, versions, access, latest, --secret=NAME]",
        "azureKeyVault":
            "[az, keyvault, secret, show, --id, ADDRESS, --query, value, --output, tsv]",
        "keyVault": "[az, keyvault, secret, show, --id, ADDRESS, --query, value, --output, tsv]",
        "sops": "[sops, decrypt, --extract, PATH, FILE]",
    ]
}

extension Node.Entry {
    /// Whether the key is a word of another program for a place of secrets.
    var isMisnamed: Bool {
        key.text.map { MisnamedForm.ours[$0] != nil || MisnamedForm.programs[$0] != nil } ?? false
    }

    /// Reports such a word, and hides what stands below it.
    func isMisnamedForm(of name: String, with nodes: inout NodeDecoder) -> Bool {
        guard let word = key.text, isMisnamed else { return false }
        nodes.hide(value)
        let message = "'\(word)' is not a way to refer to a secret"
        if let form = MisnamedForm.ours[word] {
            nodes.report(
                CredentialRules.misnamedForm.diagnostic(
                    at: key.range,
                    message,
                    help: "did you mean '\(form)'?",
                    fixes: [Fix("write '\(form)'", replace: key.range, with: form)]
                )
            )
        } else {
            nodes.report(
                CredentialRules.misnamedForm.diagnostic(
                    at: key.range,
                    message,
                    help: "use its program: { command: \(MisnamedForm.programs[word] ?? "") }"
                )
            )
        }
        return true
    }
}
