using MongoDB.Bson;

namespace ELearning.Content;

/// <summary>
/// Sees each command as it goes to the database, while the call lasts. The product registers none; tests do, to hold what the stores send against what every
/// database must implement.
/// </summary>
internal delegate void CommandObserver(BsonDocument command);
