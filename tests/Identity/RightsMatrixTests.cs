using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ELearning.Content;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Snapshooter.Xunit;

namespace ELearning.Tests.Identity;

/// <summary>
/// The table of rights of api/README.md, asked of the running API: what each role gets from each field of everything that has an owner or a state, in each
/// relation to it. The walk is made from the schema, so a new field is in the table without anybody's doing; what the table may never say is asserted beside
/// it.
/// </summary>
public sealed class RightsMatrixTests(RightsTown town) : IClassFixture<RightsTown>
{
    private const char Seen = '+',
        Empty = '0',
        Null = '-',
        Absent = '.',
        Leak = '!';

    /// <summary>Nobody else's business: what one of these shows of something, <c>node(id)</c> shows to the same caller, or the edge shows too much.</summary>
    private static readonly string[] Owned =
    [
        "Member",
        "StudySession",
        "Credit",
        "CreditClaim",
        "CorrectionRequest",
        "Grant",
        "Import",
        "Export",
        .. RightsTown.Held,
        "CoursewareDraft",
        "AssetFolder",
        "TeacherAgreement",
    ];

    /// <summary>What of a teacher is not public, whoever else sees the teacher.</summary>
    private static readonly string[] PrivateOfTeachers = ["agreements", "contact", "history", "memberId", "term", "version"];

    /// <summary>Mutations that name nobody and act for the caller alone.</summary>
    private static readonly string[] OfOneself = ["readNotifications", "requestCorrection"];

    private ISchema Schema => town.Host.Service<ISchema>();

    [Fact]
    public async Task Each_role_gets_from_each_field_what_the_contract_says()
    {
        var text = new StringBuilder(
            """
            + seen   0 an empty list   - null   . there is no such object for the caller   F FORBIDDEN   U UNAUTHENTICATED
            One sign for each relation, in the order that stands after the type. What lies below a field is listed only where it answers differently.


            """
        );
        foreach (var type in NodeTypes())
        {
            // Budgets are for a minute, and what is asked here in one is more than anybody asks.
            town.Host.Time.Advance(TimeSpan.FromMinutes(1));
            var rows = FieldRow.Of(type).ToList();
            Assert.True(town.Things.ContainsKey(type.Name), $"{nameof(RightsTown)} has no {type.Name}: give it one of each relation.");
            var cells = rows.ToDictionary(row => row.Name, _ => new List<string>());
            foreach (var (name, client) in town.Callers)
            {
                var seen = new List<(string Type, string Id)>();
                var found = await AskAsync(client, type, rows, seen);
                foreach (var row in rows)
                {
                    cells[row.Name].Add(found[row.Name]);
                }

                await NothingMoreThanNodesAsync(name, client, seen);
            }

            var shown = rows.Where(row => row.Above is null || !IsSame(cells[row.Above.Name], cells[row.Name])).ToList();
            Head(text, type.Name, [.. town.Things[type.Name].Select(thing => thing.Relation)]);
            foreach (var row in shown)
            {
                Line(text, row.Name, cells[row.Name]);
            }

            MustHold(type.Name, cells);
        }

        Snapshot.Match(text.ToString());
    }

    [Fact]
    public async Task Each_role_finds_by_each_root_field_what_the_contract_says()
    {
        var text = new StringBuilder(
            """
            + found   . not found   0 an empty list   F FORBIDDEN   U UNAUTHENTICATED
            One sign for each thing of the type that is asked for, in the order of its relations: see the table of fields.


            """
        );
        var cells = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var field in Schema.Query.Fields.Where(field => field.Name is not ("node" or "nodes")))
        {
            cells[field.Name] = [];
            foreach (var (_, client) in town.Callers)
            {
                cells[field.Name].Add(await FindAsync(client, field));
            }
        }

        Head(text, "Query", []);
        foreach (var (name, row) in cells)
        {
            Line(text, name, row);
            Assert.All(row.Skip(1), cell => Assert.DoesNotContain('U', cell));
            Assert.Equal("U", string.Concat(row[0].Distinct()));
        }

        Snapshot.Match(text.ToString());
    }

    [Fact]
    public async Task What_is_not_ones_own_cannot_be_changed_by_any_mutation()
    {
        var text = new StringBuilder(
            "F FORBIDDEN   U UNAUTHENTICATED   N NotFoundError, for what is elsewhere   I InvalidInputError, as for what is not there\n"
                + "O open to everybody who is signed in: ActivationRefusedError without the right code\n\n"
        );
        var callers = town.Callers.Where(caller => caller.Name != "Administrator").ToList();
        var before = await DigestAsync();
        Head(text, "Mutation", [], [.. callers.Select(caller => caller.Name)]);
        foreach (var field in Schema.Mutation!.Fields.Where(field => !OfOneself.Contains(field.Name)).OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            var type = (IInputObjectGraphType)field.Arguments!.Single().ResolvedType!.GetNamedType();
            var document =
                $"mutation($input: {type.Name}!) {{ {field.Name}(input: $input) {{ errors {{ __typename }} "
                + $"{(field.Name is "tagCourseware" or "claimCreditForMany" or "decideCreditClaims" ? "results { code }" : "")} }} }}";
            var row = new List<string>();
            foreach (var (name, client) in callers)
            {
                var answer = await client.AskAsync(document, new { input = Elsewhere(type) });
                var refusal = answer.Refusal(field.Name) ?? answer[field.Name + ".results"]?[0]?["code"]?.GetValue<string>();
                row.Add(
                    Code(answer) is { } code ? code.ToString()
                    : refusal is "NotFoundError" or "NOT_FOUND" ? "N"
                    : refusal is "InvalidInputError" && field.Name is "moveAssets" ? "I"
                    : refusal is "ActivationRefusedError" && field.Name is "activateMember" ? "O"
                    : Leak.ToString()
                );
                Assert.True(row[^1] != "!", $"{name}, {field.Name}: {answer.Text}");
                Assert.True(
                    name is not ("Auditor" or "Catalogue.Read" or "Teachers.Read" or "Standing.Read")
                        || row[^1] is "F" or "O"
                        || (name == "Auditor" && field.Name == "startExport"),
                    $"{name} may send {field.Name}"
                );
            }

            Assert.Equal("U", row[0]);
            Line(text, field.Name, row);
        }

        Assert.Equal(before, await DigestAsync());
        Snapshot.Match(text.ToString());
    }

    [Fact]
    public async Task Each_role_may_listen_to_what_the_contract_says()
    {
        var text = new StringBuilder(
            """
            + may listen   N NOT_FOUND   F FORBIDDEN   U UNAUTHENTICATED
            One sign for each thing that can be named: own, within, elsewhere; a row of its own for naming none.


            """
        );
        Head(text, "Subscription", []);
        foreach (var field in Schema.Subscription!.Fields.OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            var named = field.Arguments?.SingleOrDefault(argument => IdFields.NodeTypeOf(argument) is not null);
            if (named is not null)
                await RowAsync(field.Name, [.. town.Things[IdFields.NodeTypeOf(named)!].Select(thing => (thing.Relation, $"({named.Name}: \"{thing.Id}\")"))]);
            if (named?.ResolvedType is not NonNullGraphType)
                await RowAsync(named is null ? field.Name : $"{field.Name}, of oneself", [("", "")]);

            async Task RowAsync(string row, IReadOnlyList<(string Relation, string Arguments)> asked)
            {
                var cells = new List<string>();
                foreach (var (name, client) in town.Callers)
                {
                    var signs = "";
                    foreach (var (relation, arguments) in asked)
                    {
                        signs += await ListenAsync(name, client, $"subscription {{ {field.Name}{arguments} {{ __typename }} }}");
                        Assert.False(signs[^1] == Seen && relation == "elsewhere" && name != "Administrator", $"{name} hears {row} of what is elsewhere");
                    }

                    cells.Add(signs);
                }

                Assert.Equal("U", string.Concat(cells[0].Distinct()));
                Line(text, row, cells);
            }
        }

        Snapshot.Match(text.ToString());
    }

    /// <summary>Asked of the engine itself: over a connection nobody could tell a stream that says nothing yet from one that never will.</summary>
    private async Task<char> ListenAsync(string caller, ApiClient client, string document)
    {
        // With the first request come the grants.
        await client.AskAsync("{ __typename }");
        var subject = caller switch
        {
            "Member" => School.Lin,
            "Administrator" => "root",
            "OrganisationAdmin" or "PoolManager" or "Editor" or "Reviewer" or "Auditor" => $"of-county-{caller}",
            _ => $"partner-{caller}",
        };
        var user = new ClaimsPrincipal(
            caller == "nobody" ? new ClaimsIdentity() : new ClaimsIdentity([new Claim("oid", subject), new Claim("roles", caller)], "test")
        );
        await using var scope = town.Host.Services.CreateAsyncScope();
        var result = await town
            .Host.Service<GraphQLExecutor>()
            .ExecuteAsync(new GraphQLCall(document, null, null, null), user, scope.ServiceProvider, queriesOnly: false, default, streams: true);
        return ResultStream.Of(result) is not null
            ? Seen
            : GraphQLErrors.CodeOf(result.Errors![0]) switch
            {
                "NOT_FOUND" => 'N',
                "FORBIDDEN" => 'F',
                "UNAUTHENTICATED" => 'U',
                var code => throw new InvalidOperationException(code),
            };
    }

    private void MustHold(string type, Dictionary<string, List<string>> cells)
    {
        var relations = town.Things[type].Select(thing => thing.Relation).ToList();
        foreach (var (row, columns) in cells)
        {
            for (var caller = 0; caller < columns.Count; caller++)
            {
                var name = town.Callers[caller].Name;
                for (var i = 0; i < relations.Count; i++)
                {
                    if (columns[caller][i] is not (Seen or Leak))
                        continue;
                    var isElsewhere = relations[i].EndsWith("elsewhere", StringComparison.Ordinal);
                    var isPublic =
                        (relations[i].StartsWith("published", StringComparison.Ordinal) || relations[i].StartsWith("active", StringComparison.Ordinal))
                        && !(type is "Teacher" && PrivateOfTeachers.Contains(row.Split('.')[0]));
                    var may = name switch
                    {
                        "Administrator" => true,
                        "Member" => isPublic || relations[i] == "own",
                        "OrganisationAdmin" => isPublic
                            || (
                                !isElsewhere
                                && (
                                    RightsTown.OfMembers.Contains(type)
                                    || type is "Organisation" or "Grant" or "Import" or "Export" or "BaseRecognition" or "Teacher" or "TeacherAgreement"
                                )
                            ),
                        "PoolManager" => isPublic || (!isElsewhere && type is "Organisation" or "Teacher" or "TeacherAgreement"),
                        "Editor" or "Reviewer" => isPublic
                            || (!isElsewhere && type is "Organisation" or "CoursewareDraft" or "Media" or "AssetFolder" or "Teacher"),
                        "Auditor" => isPublic || !isElsewhere,
                        "Catalogue.Read" => isPublic && type is "Courseware" or "Chapter",
                        "Teachers.Read" => isPublic && type is "Teacher",
                        _ => false,
                    };
                    Assert.True(may && columns[caller][i] != Leak, $"{name} sees {row} of what is {relations[i]}");
                }
            }
        }
    }

    /// <summary>What edges showed is there for the caller by itself, too; else an edge is a hole.</summary>
    private async Task NothingMoreThanNodesAsync(string name, ApiClient client, IEnumerable<(string Type, string Id)> seen)
    {
        string[] ids =
        [
            .. seen.Where(thing => Owned.Contains(thing.Type) || (town.Hidden.Contains(thing.Id) && !IsKeeperOf(name, thing.Id)))
                .Select(thing => thing.Id)
                .Distinct(),
        ];
        foreach (var some in ids.Chunk(50))
        {
            var nodes = (await client.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = some }))["nodes"]!.AsArray();
            Assert.All(
                some.Zip(nodes),
                pair =>
                    Assert.True(
                        pair.Second is not null,
                        $"{name} sees {(NodeId.TryDecode(pair.First, out var type, out var id) ? $"{type} {id}" : pair.First)} by an edge alone"
                    )
            );
        }
    }

    /// <summary>What is retired is in the catalogue for nobody, and stays on the desk of those who made it.</summary>
    private bool IsKeeperOf(string caller, string id) =>
        town.Things["Courseware"].FirstOrDefault(thing => thing.Id == id).Relation switch
        {
            "retired within" => caller is "Editor" or "Reviewer" or "Auditor" or "Administrator",
            "retired elsewhere" => caller is "Administrator",
            _ => false,
        };

    private async Task<Dictionary<string, string>> AskAsync(ApiClient client, IObjectGraphType type, IReadOnlyList<FieldRow> rows, List<(string, string)> seen)
    {
        // What is withheld and must not be null takes along what holds it, so what asks for the same roles goes together.
        var found = new Dictionary<string, string>();
        foreach (var alike in rows.GroupBy(row => row.Demand))
        {
            foreach (var (name, signs) in await AskAlikeAsync(client, type, [.. alike], seen))
                found.Add(name, signs);
        }

        return found;
    }

    private async Task<Dictionary<string, string>> AskAlikeAsync(
        ApiClient client,
        IObjectGraphType type,
        IReadOnlyList<FieldRow> rows,
        List<(string, string)> seen
    )
    {
        var things = town.Things[type.Name];
        var asked = FieldRow.Selection(rows);
        var answer = await client.AskAsync(
            $"{{ {string.Concat(things.Select((thing, i) => $"t{i}: node(id: \"{thing.Id}\") {{ ... on {type.Name} {{ {asked} }} }} "))} }}"
        );
        if (Code(answer) is 'U')
            return rows.ToDictionary(row => row.Name, _ => new string('U', things.Count));

        var withheld = Withheld(answer);
        Collect(answer.Json["data"], seen);
        return rows.ToDictionary(
            row => row.Name,
            row =>
                string.Concat(
                    things.Select(
                        (_, i) =>
                            withheld.Any(path => path[0] == $"t{i}" && path[1..].SequenceEqual(row.Path.Take(path.Length - 1)))
                                ? 'F'
                                : Sign(answer[$"t{i}"], row)
                    )
                )
        );
    }

    /// <summary>Names from the root down to each field that was withheld.</summary>
    private static List<string[]> Withheld(ApiAnswer answer) =>
        [
            .. (answer.Json["errors"]?.AsArray() ?? []).Select(error =>
            {
                Assert.Equal("FORBIDDEN", (string?)error!["extensions"]!["code"]);
                return error["path"]!.AsArray().Where(step => step!.GetValueKind() == JsonValueKind.String).Select(step => (string)step!).ToArray();
            }),
        ];

    private async Task<string> FindAsync(ApiClient client, FieldType field)
    {
        var type = field.ResolvedType!.GetNamedType();
        var isList = type.Name.EndsWith("Connection", StringComparison.Ordinal);
        if (isList)
        {
            var of = ((IObjectGraphType)type).Fields.Single(each => each.Name == "nodes");
            var node = of.ResolvedType!.GetNamedType();
            var listed = await client.AskAsync(
                $"{{ list: {field.Name}(first: 100{Further(field)}) {{ totalCount nodes {{ __typename {(FieldRow.IsNode(node) ? "id" : "")} }} }} }}"
            );
            var signs = town.Things.TryGetValue(node.Name, out var things) ? things.Count : 1;
            if (Code(listed) is { } refused)
                return new string(refused, signs);
            var ids = listed["list.nodes"]!.AsArray().Select(each => each!["id"]?.GetValue<string>()).ToList();
            Assert.Equal(Math.Min(100, listed["list.totalCount"]!.GetValue<int>()), ids.Count);
            return things is null ? (ids.Count > 0 ? Seen : Empty).ToString() : string.Concat(things.Select(thing => ids.Contains(thing.Id) ? Seen : Absent));
        }

        var byId = field.Arguments?.SingleOrDefault(argument => IdFields.NodeTypeOf(argument) is not null);
        var asked = byId is null ? [""] : town.Things[IdFields.NodeTypeOf(byId)!].Select(thing => $"{byId.Name}: \"{thing.Id}\"").ToArray();
        var answer = await client.AskAsync(
            $"{{ {string.Concat(asked.Select((id, i) => $"t{i}: {field.Name}{Parenthesized(id + Further(field))} {(type is ScalarGraphType ? "" : "{ __typename }")} "))} }}"
        );
        return Code(answer) is { } code
            ? new string(code, asked.Length)
            : string.Concat(
                asked.Select(
                    (_, i) =>
                        answer[$"t{i}"] switch
                        {
                            null => Absent,
                            JsonArray { Count: 0 } => Empty,
                            _ => Seen,
                        }
                )
            );
    }

    /// <summary>Arguments that no rule fills.</summary>
    private static string Further(FieldType field) =>
        field.Name switch
        {
            "grants" => "subject: \"of-county-Editor\"",
            "teacherSchedule" => ", from: \"2026-03-01\", to: \"2026-03-31\"",
            "teachersOffered" => $", organisationId: \"{School.Id("Organisation", School.OtherCounty)}\"",
            "importTemplate" => "kind: MEMBERS, format: CSV",
            "policyDraft" => ", policy: \"{}\", year: 2026",
            "myPseudonym" => "application: \"partner-Standing.Read\"",
            _ => "",
        };

    private static string Parenthesized(string arguments) => arguments.Length > 0 ? $"({arguments})" : "";

    private static char? Code(ApiAnswer answer) =>
        answer.Code switch
        {
            null => null,
            "FORBIDDEN" => 'F',
            "UNAUTHENTICATED" => 'U',
            _ => throw new InvalidOperationException(answer.Text),
        };

    private static char Sign(JsonNode? thing, FieldRow row)
    {
        if (thing is null)
            return Absent;
        var (values, isList) = (new List<JsonNode?> { thing }, false);
        foreach (var step in row.Path)
        {
            if (step == "nodes" && values.Any(value => value!["nodes"]!.AsArray().Count == 0 && value["totalCount"]!.GetValue<int>() > 0))
                return Leak;
            var below = values.Select(value => value![step]).ToList();
            isList |= below.Any(value => value is JsonArray);
            values = [.. below.SelectMany(value => value is JsonArray list ? list.ToArray() : [value]).Where(value => value is not null)];
        }

        return values.Count > 0 ? Seen
            : isList ? Empty
            : Null;
    }

    private static void Collect(JsonNode? at, List<(string, string)> seen)
    {
        if (at is JsonArray list)
        {
            foreach (var item in list)
                Collect(item, seen);
        }
        else if (at is JsonObject some)
        {
            if (some["__typename"] is { } type && some["id"] is { } id)
                seen.Add((type.GetValue<string>(), id.GetValue<string>()));
            foreach (var (_, value) in some)
                Collect(value, seen);
        }
    }

    /// <summary>Below a field nothing is told that the field itself does not tell: each sign is the same, or what is below has no value.</summary>
    private static bool IsSame(List<string> parent, List<string> below) =>
        parent
            .Zip(below)
            .All(pair => pair.First.Zip(pair.Second).All(signs => signs.First == signs.Second || (signs.First == Seen && signs.Second is Null or Empty)));

    private IEnumerable<IObjectGraphType> NodeTypes() =>
        Schema.AllTypes.OfType<IObjectGraphType>().Where(FieldRow.IsNode).OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>An input that is well-formed and names what is elsewhere; of courseware the draft, because to study what is published is everybody's.</summary>
    private Dictionary<string, object> Elsewhere(IInputObjectGraphType type) =>
        type
            .Fields.Where(field => field.ResolvedType is NonNullGraphType || field.Name is "organisationId" or "parentId")
            .ToDictionary(field => field.Name, field => Value(field.ResolvedType!, IdFields.NodeTypeOf(field)));

    private object Value(IGraphType type, string? node) =>
        type switch
        {
            NonNullGraphType { ResolvedType: { } inner } => Value(inner, node),
            ListGraphType { ResolvedType: { } item } => new[] { Value(item, node) },
            IInputObjectGraphType input => Elsewhere(input),
            EnumerationGraphType names => names.Values.First().Name,
            { Name: "ID" } when node is "Grant" or "RegisteredOperation" => School.Id(node, "g"),
            { Name: "ID" } => town.Things[node!]
                .Last(thing =>
                    thing.Relation.EndsWith("elsewhere", StringComparison.Ordinal) && !thing.Relation.StartsWith("retired", StringComparison.Ordinal)
                )
                .Id,
            { Name: "Date" } => "2026-02-01",
            { Name: "DateTime" } => "2026-02-01T00:00:00Z",
            { Name: "Boolean" } => true,
            { Name: "Int" or "Float" or "Long" } => 1,
            _ => "x",
        };

    /// <summary>All that is stored, but for the record of who asked.</summary>
    private async Task<string> DigestAsync()
    {
        var mongo = town.Host.Service<IOptions<StorageOptions>>().Value.Mongo;
        using var client = new MongoClient(mongo.ConnectionString);
        var database = client.GetDatabase(mongo.Database);
        var all = new StringBuilder();
        foreach (var name in (await (await database.ListCollectionNamesAsync()).ToListAsync()).Where(name => name != "audit").Order(StringComparer.Ordinal))
        {
            foreach (var document in await database.GetCollection<BsonDocument>(name).Find(new BsonDocument()).Sort(new BsonDocument("_id", 1)).ToListAsync())
                all.Append(name).Append(' ').AppendLine(document.ToJson());
        }

        return all.ToString();
    }

    private void Head(StringBuilder text, string type, IReadOnlyList<string> relations, IReadOnlyList<string>? callers = null)
    {
        text.Append(text.ToString().EndsWith("\n\n", StringComparison.Ordinal) ? "" : "\n")
            .Append(type)
            .Append(relations.Count > 0 ? $": {string.Join(", ", relations)}" : "")
            .Append('\n');
        Line(text, "", callers ?? [.. town.Callers.Select(caller => caller.Name)]);
    }

    private static void Line(StringBuilder text, string name, IReadOnlyList<string> cells) =>
        text.Append($"  {name, -56}{string.Concat(cells.Select(cell => $" {cell, -17}"))}".TrimEnd()).Append('\n');
}
