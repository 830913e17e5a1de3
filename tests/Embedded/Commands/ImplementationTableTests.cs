using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>The table in <c>infra/embedded/SUBSET.md</c> is true.</summary>
public sealed class ImplementationTableTests
{
    [Fact]
    public async Task The_table_names_exactly_what_the_embedded_database_knows()
    {
        var table = ImplementationTable.Read();
        await using var server = await EmbeddedServer.StartAsync();
        await server.Collection().InsertOneAsync(new BsonDocument("a", 1));

        var commands = (await server.Database.RunCommandAsync<BsonDocument>(new BsonDocument("listCommands", 1)))["commands"].AsBsonDocument.Names;
        // Old spellings of a command that has another name now.
        Assert.Equal(
            commands.Except(["buildinfo", "collstats", "dbstats", "deleteIndexes", "findandmodify", "ismaster"]).Order(StringComparer.Ordinal),
            table["commands"].Order(StringComparer.Ordinal)
        );
        IEnumerable<string> expressions =
        [
            .. LogicExpressions.Table.Keys,
            .. NumberExpressions.Table.Keys,
            .. ArrayExpressions.Table.Keys,
            .. TextExpressions.Table.Keys,
            .. DateExpressions.Table.Keys,
        ];
        Assert.Equal(expressions.Order(StringComparer.Ordinal), table["expressions"].Order(StringComparer.Ordinal));

        // One at a time, with an argument that says little: it may be refused, but not as unknown.
        string[] clauses = ["$each", "$slice", "$sort", "$position", "$", "$[]", "$[name]", "replacement", "pipeline"];
        foreach (
            var (area, command, unknown) in new (string, Func<string, BsonDocument>, string)[]
            {
                (
                    "filters",
                    word =>
                        new()
                        {
                            { "find", "things" },
                            {
                                "filter",
                                new BsonDocument(
                                    word is "$and" or "$or" or "$nor" or "$expr" or "$comment" ? new BsonElement(word, 1) : new("a", new BsonDocument(word, 1))
                                )
                            },
                        },
                    "unknown"
                ),
                (
                    "updates",
                    word => new() { { "findAndModify", "things" }, { "update", new BsonDocument(word, new BsonDocument("b", 1)) } },
                    "Unknown modifier"
                ),
                (
                    "stages",
                    word =>
                        new()
                        {
                            { "aggregate", "things" },
                            {
                                "pipeline",
                                new BsonArray { new BsonDocument(word, 1) }
                            },
                            { "cursor", new BsonDocument() },
                        },
                    "Unrecognized pipeline stage"
                ),
                (
                    "accumulators",
                    word =>
                        new()
                        {
                            { "aggregate", "things" },
                            {
                                "pipeline",
                                new BsonArray { new BsonDocument("$group", new BsonDocument { { "_id", 1 }, { "n", new BsonDocument(word, 1) } }) }
                            },
                            { "cursor", new BsonDocument() },
                        },
                    "unknown group operator"
                ),
            }
        )
        {
            Assert.Contains(unknown, await RefusalAsync(command("$noSuch")), StringComparison.Ordinal);
            foreach (var word in table[area].Except(clauses))
                Assert.DoesNotContain(unknown, await RefusalAsync(command(word)), StringComparison.Ordinal);
        }

        async Task<string> RefusalAsync(BsonDocument command)
        {
            try
            {
                await server.Database.RunCommandAsync<BsonDocument>(command);
                return "";
            }
            catch (MongoCommandException refusal)
            {
                return refusal.Message;
            }
        }
    }
}
