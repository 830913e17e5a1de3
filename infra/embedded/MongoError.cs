using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// A refusal with MongoDB's own error code; the command layer turns it into <c>ok: 0</c> or a write error.
/// Nothing this subset does not implement is ignored: it is refused with one of these.
/// </summary>
internal sealed class MongoError(MongoErrorCode code, string message, BsonDocument? details = null) : Exception(message)
{
    public MongoErrorCode Code { get; } = code;

    /// <summary>The name of the code as MongoDB spells it; codes without a name are "Location12345".</summary>
    public string CodeName => Enum.IsDefined(Code) ? Code.ToString() : $"Location{(int)Code}";

    /// <summary>Further fields of the reply, for example keyPattern and keyValue of a duplicate key.</summary>
    public BsonDocument? Details { get; } = details;

    public static MongoError BadValue(string message) => new(MongoErrorCode.BadValue, message);

    public static MongoError TypeMismatch(string message) => new(MongoErrorCode.TypeMismatch, message);

    public static MongoError FailedToParse(string message) => new(MongoErrorCode.FailedToParse, message);

    /// <summary>A code that MongoDB itself names only by its number.</summary>
    public static MongoError Location(int code, string message) => new((MongoErrorCode)code, message);
}

/// <summary>MongoDB's numbers and names, those this subset answers with.</summary>
internal enum MongoErrorCode
{
    InternalError = 1,
    BadValue = 2,
    HostUnreachable = 6,
    FailedToParse = 9,
    Unauthorized = 13,
    TypeMismatch = 14,
    Overflow = 15,
    InvalidLength = 16,
    ProtocolError = 17,
    AuthenticationFailed = 18,
    IllegalOperation = 20,
    InvalidBSON = 22,
    NamespaceNotFound = 26,
    IndexNotFound = 27,
    PathNotViable = 28,
    CannotReuseObject = 38,
    ConflictingUpdateOperators = 40,
    CursorNotFound = 43,
    NamespaceExists = 48,
    MaxTimeMSExpired = 50,
    DollarPrefixedFieldName = 52,
    InvalidIdField = 53,
    NotSingleValueField = 54,
    EmptyFieldName = 56,
    DottedFieldName = 57,
    CommandNotFound = 59,
    ImmutableField = 66,
    CannotCreateIndex = 67,
    IndexAlreadyExists = 68,
    InvalidOptions = 72,
    InvalidNamespace = 73,
    IndexOptionsConflict = 85,
    IndexKeySpecsConflict = 86,
    OperationFailed = 96,
    WriteConflict = 112,
    CommandNotSupported = 115,
    ConflictingOperationInProgress = 117,
    InvalidPipelineOperator = 168,
    CannotIndexParallelArrays = 171,
    QueryPlanKilled = 175,
    QueryExceededMemoryLimitNoDiskUseAllowed = 292,
    MechanismUnavailable = 334,
    TransactionTooOld = 225,
    NoSuchTransaction = 251,
    OperationNotSupportedInTransaction = 263,
    BSONObjectTooLarge = 10334,
    DuplicateKey = 11000,
    Interrupted = 11601,
    OutOfDiskSpace = 14031,
}
