using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// The one user and its password, as SCRAM-SHA-256 (RFC 5802, RFC 7677) keeps them: keys only. A loopback port is open to every local
/// user, so the password is what protects the data.
/// </summary>
internal sealed class Credentials
{
    public const string User = "elearning";
    public const int Iterations = 15_000;

    public Credentials(string password)
    {
        var normalised = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var salted = Rfc2898DeriveBytes.Pbkdf2(normalised, Salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        StoredKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        ServerKey = HMACSHA256.HashData(salted, "Server Key"u8);
    }

    public byte[] Salt { get; } = RandomNumberGenerator.GetBytes(28);

    public byte[] StoredKey { get; }

    public byte[] ServerKey { get; }
}

/// <summary>One SCRAM conversation of one connection: first message, final message, and the empty last one some drivers send.</summary>
internal sealed class Scram(Credentials credentials)
{
    private const int ConversationId = 1;

    private string _clientFirstBare = "";
    private string _serverFirst = "";
    private string _nonce = "";
    private bool _knownUser;
    private bool _skipEmpty;
    private State _state = State.New;

    private enum State
    {
        New,
        AwaitingProof,
        AwaitingEmpty,
        Done,
    }

    public bool Succeeded => _state == State.Done;

    public BsonDocument Start(BsonBinaryData payload, BsonDocument? options)
    {
        var message = Encoding.UTF8.GetString(payload.Bytes);
        // gs2 header: no channel binding, no authorization identity.
        if (_state != State.New || !(message.StartsWith("n,,", StringComparison.Ordinal) || message.StartsWith("y,,", StringComparison.Ordinal)))
            throw Refusal();
        _clientFirstBare = message[3..];
        var parts = Parts(_clientFirstBare);
        if (!parts.TryGetValue('n', out var user) || !parts.TryGetValue('r', out var clientNonce) || clientNonce.Length < 8)
            throw Refusal();

        // An unknown user gets the same answer as a known one, and fails at the proof.
        _knownUser = user == Credentials.User;
        _skipEmpty = options?.GetValue("skipEmptyExchange", false).ToBoolean() ?? false;
        _nonce = clientNonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        _serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={_nonce},s={Convert.ToBase64String(credentials.Salt)},i={Credentials.Iterations}");
        _state = State.AwaitingProof;
        return Answer(done: false, _serverFirst);
    }

    public BsonDocument Continue(BsonBinaryData payload)
    {
        if (_state == State.AwaitingEmpty)
        {
            if (payload.Bytes.Length != 0)
                throw Refusal();
            _state = State.Done;
            return Answer(done: true, "");
        }

        if (_state != State.AwaitingProof)
            throw Refusal();
        var message = Encoding.UTF8.GetString(payload.Bytes);
        var parts = Parts(message);
        if (
            !parts.TryGetValue('c', out var binding)
            || binding is not ("biws" or "eSws")
            || !parts.TryGetValue('r', out var echoed)
            || echoed != _nonce
            || !parts.TryGetValue('p', out var proofText)
        )
            throw Refusal();

        var proof = new byte[SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(proofText, proof, out var written) || written != proof.Length)
            throw Refusal();
        var withoutProof = message[..message.LastIndexOf(",p=", StringComparison.Ordinal)];
        var signed = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_serverFirst},{withoutProof}");
        var signature = HMACSHA256.HashData(credentials.StoredKey, signed);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= signature[i];
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(proof), credentials.StoredKey) || !_knownUser)
            throw Refusal();

        _state = _skipEmpty ? State.Done : State.AwaitingEmpty;
        return Answer(done: _skipEmpty, "v=" + Convert.ToBase64String(HMACSHA256.HashData(credentials.ServerKey, signed)));
    }

    private MongoError Refusal()
    {
        _state = State.New;
        return new MongoError(MongoErrorCode.AuthenticationFailed, "Authentication failed.");
    }

    private static Dictionary<char, string> Parts(string message)
    {
        var parts = new Dictionary<char, string>();
        foreach (var part in message.Split(','))
        {
            if (part.Length > 1 && part[1] == '=')
                parts.TryAdd(part[0], part[2..]);
        }

        return parts;
    }

    private static BsonDocument Answer(bool done, string payload) =>
        new()
        {
            { "conversationId", ConversationId },
            { "done", done },
            { "payload", new BsonBinaryData(Encoding.UTF8.GetBytes(payload)) },
        };
}
