using ELearning.Content;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ELearning.Tests.Guard;

/// <summary>
/// A <see cref="SmallTown"/> behind the API in which so many members live, each with two credits, a claim, an entry in the audit log and a venue beside; and
/// how many documents the database reads for an answer.
/// </summary>
internal sealed class CrowdedTown : IAsyncDisposable
{
    private readonly List<BsonDocument> _sent = [];
    private readonly IMongoDatabase _database;

    private CrowdedTown(ApiHost host)
    {
        Host = host;
        var mongo = host.Service<IOptions<StorageOptions>>().Value.Mongo;
        _database = new MongoClient(mongo.ConnectionString).GetDatabase(mongo.Database);
        Administrator = host.ClientFor("root", "Administrator");
        CountyAdmin = host.ClientWithin(SmallTown.County, "admin-county", "OrganisationAdmin");
        Auditor = host.ClientWithin(SmallTown.County, "auditor-county", "Auditor");
        Partner = host.ClientWithin(SmallTown.County, "partner", "Standing.Read");
        foreach (var client in new[] { Administrator, CountyAdmin, Auditor, Partner })
        {
            client.Headers["GraphQL-Cost"] = "report";
        }
    }

    public ApiHost Host { get; }

    public ApiClient Administrator { get; }

    public ApiClient CountyAdmin { get; }

    public ApiClient Auditor { get; }

    public ApiClient Partner { get; }

    public static async Task<CrowdedTown> OpenAsync(int members, params (string Key, string Value)[] settings)
    {
        var town = new CrowdedTown(new ApiHost { Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value) });
        await town.FillAsync(members);
        return town;
    }

    /// <summary>The answer, and how many documents the database looked at to give it, by its own count. Nothing is remembered from before.</summary>
    public async Task<(ApiAnswer Answer, long Documents)> WorkOfAsync(ApiClient client, string query)
    {
        Host.Time.Advance(TimeSpan.FromMinutes(2));
        // Who asks is read by then, and is no work of the field.
        await client.AskAsync("{ __typename }");
        lock (_sent)
        {
            _sent.Clear();
        }

        Host.OnCommand = command =>
        {
            if (command.Names.First() is "find" or "aggregate" or "count" or "distinct")
            {
                lock (_sent)
                {
                    _sent.Add(BsonSerializer.Deserialize<BsonDocument>(command.ToBson()));
                }
            }
        };
        var answer = await client.AskAsync(query);
        Host.OnCommand = null;
        var documents = 0L;
        foreach (var command in _sent)
        {
            foreach (var other in command.Names.Where(name => name is "lsid" or "txnNumber" or "readConcern" || name.StartsWith('$')).ToList())
            {
                command.Remove(other);
            }

            var explained = await _database.RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", command }, { "verbosity", "executionStats" } });
            documents += explained.TryGetValue("executionStats", out var statistics) ? statistics["totalDocsExamined"].ToInt64() : 0;
        }

        return (answer, documents);
    }

    public ValueTask DisposeAsync()
    {
        _database.Client.Dispose();
        return Host.DisposeAsync();
    }

    private async Task FillAsync(int members)
    {
        await Host.Service<OrganisationTree>().AddManyAsync(SmallTown.Organisations, default);
        var first = await Host.Service<MemberRegister>()
            .RegisterAsync(new("QZ-0001", "黄志强", SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), new Actor("admin-1", null), default);
        List<Member> people =
        [
            .. Enumerable
                .Range(0, members - 1)
                .Select(i => first with { Number = $"CROWD-{i:00000}", Name = $"{(i % 3 == 0 ? "王" : "李")}{i}", AdmittedOn = first.AdmittedOn.AddDays(i) }),
        ];
        await Host.Service<MemberRegister>().RegisterManyAsync(people, default);
        var ids = people.Select(person => MemberRules.IdOf(person.Number)).ToList();
        await Host.Service<CreditLedger>()
            .PostBatchAsync(
                [
                    .. ids.SelectMany(id =>
                        Enumerable
                            .Range(1, 2)
                            .Select(part => new NewCredit(
                                $"{id}/batch/{part}",
                                id,
                                CreditForm.Lecture,
                                2700,
                                new(2025, 5, part),
                                new(CreditSourceKind.Batch, "records")
                            ))
                    ),
                ],
                default
            );
        string[] lineage = [SmallTown.City, SmallTown.County, SmallTown.Township, SmallTown.Village];
        await _database
            .GetCollection<CreditClaim>("creditClaims")
            .InsertManyAsync(
                ids.Select(
                    (id, i) =>
                        new CreditClaim
                        {
                            Id = $"{id}/claim",
                            MemberId = id,
                            Form = CreditForm.Lecture,
                            Seconds = 2700,
                            HeldOn = new DateOnly(2025, 1, 1).AddDays(i % 300),
                            Title = "讲座",
                            Status = i % 2 == 0 ? ClaimStatus.Pending : ClaimStatus.Rejected,
                            ClaimedBy = "somebody",
                            ClaimedAt = ApiHost.Begin.AddMinutes(-i),
                            Lineage = lineage,
                        }
                )
            );
        await _database
            .GetCollection<Venue>("venues")
            .InsertManyAsync(
                ids.Select(
                    (id, i) =>
                        new Venue
                        {
                            Id = $"venue-{i:00000}",
                            Name = $"活动室{i}",
                            Kind = i % 2 == 0 ? VenueKind.DemonstrationBase : VenueKind.ReadingRoom,
                            Level = OrganisationLevel.Basic,
                            OrganisationId = SmallTown.Village,
                            Lineage = lineage,
                            Capacity = 60,
                            Address = "村部",
                            Existence = new(new(2020, 1, 1), i % 10 == 1 ? new(2025, 1, 1) : null),
                            Recognitions = i % 2 == 0 ? [new((BaseLevel)(i % 3), new(new(2024, 1, 1), i % 4 == 0 ? new(2025, 1, 1) : null), "县委")] : [],
                        }
                )
            );
        await _database
            .GetCollection<AuditEntry>("audit")
            .InsertManyAsync(
                ids.Select(
                    (id, i) =>
                        new AuditEntry
                        {
                            Id = $"crowd-{i:00000}",
                            At = ApiHost.Begin.AddMinutes(-i),
                            Subject = $"somebody-{i % 7}",
                            Kind = i % 2 == 0 ? AuditKind.Read : AuditKind.Mutation,
                            Operation = "memberById",
                            OwnerIds = [id],
                            Lineage = lineage,
                            Result = AuditLog.Done,
                            Correlation = "none",
                        }
                )
            );
    }
}
