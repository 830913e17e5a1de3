using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;
using ELearning.Content;
using ELearning.Tests.Coursewares;
using ELearning.Tests.Identity;
using ELearning.Tests.Media;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Tests.Schemas;

/// <summary>
/// Round trips = levels. Every field that leads to objects is asked for with every value they have, below lists of one and of several: it reads as often as its
/// level needs, however many are above it.
/// </summary>
public sealed class RoundTripTests(RightsTown town) : IClassFixture<RightsTown>
{
    private const int Several = 4;

    /// <summary>Fields one below the other, a connection and its nodes being two.</summary>
    private const int Deepest = 12;

    /// <summary>How many ways to a type are taken at most: the next only where on those before something was not there, or read by what is above.</summary>
    private const int Ways = 3;

    private const string Known = "policies are known to the process";
    private const string Counted = "found by what counted them";
    private const string Sessions = "the desks where the open ones are, then the ended ones";
    private const string Record = "part of the member's record";
    private const string Frozen = "versions never change: they are in memory since something else named them";
    private const string Owner = "whose it is, for the right to see it, and again for the audit log";

    /// <summary>
    /// Objects with an id and lists to page through are documents of their own, which is one read; everything else is part of what is above it, which is none.
    /// Where it is otherwise, how often and why.
    /// </summary>
    private const string Entry = "part of the teacher's entry";

    private static readonly Dictionary<string, (int Reads, string Why)> Otherwise = new()
    {
        ["CaptionTrack.media"] = (0, "read for its address"),
        ["Chapter.captions"] = (1, "their addresses are those of media"),
        ["DraftChapter.captions"] = (1, "their addresses are those of media"),
        ["Courseware.chapters"] = (0, "part of its courseware"),
        ["Courseware.versions"] = (1, "their keepers, as not everybody may see them"),
        ["Credit.courseware"] = (0, Frozen),
        ["CoursewareDraft.courseware"] = (0, Frozen),
        ["Credit.evidence"] = (1, "a document under the credit's id"),
        ["Credit.source"] = (4, "claims; sessions: the desks where the open ones are, the ended ones, and whose they are"),
        ["ComplianceReport.policy"] = (0, Known),
        ["ComplianceStanding.policy"] = (0, Known),
        ["ComplianceStanding.leaves"] = (0, Record),
        ["ComplianceObligation.rule"] = (0, Known),
        ["WeighedCredit.credit"] = (0, "part of the ledger that the standing was judged by"),
        ["Policy.rules"] = (0, Known),
        ["Credit.policy"] = (0, Known),
        ["CreditEvidence.policy"] = (0, Known),
        ["Media.usedBy"] = (4, "drafts, versions, claims, teachers"),
        ["MediaUse.drafts"] = (0, Counted),
        ["MediaUse.versions"] = (0, Counted),
        ["Member.backgrounds"] = (0, Record),
        ["Member.categories"] = (0, Record),
        ["Member.compliance"] = (2, "the ledgers, and after a change of the tree the organisations where posts are held"),
        ["Member.continueWatching"] = (0, "shown to nobody but the member"),
        ["Member.creditsTotal"] = (1, "summed by the database"),
        ["Member.historyPage"] = (0, Record),
        ["Member.leaves"] = (0, Record),
        ["Member.ledgerHead"] = (1, "the last entry of the ledger"),
        ["Member.memberships"] = (0, Record),
        ["Member.notifications"] = (0, "shown to nobody but the member"),
        ["Member.positions"] = (0, Record),
        ["Member.skills"] = (0, Record),
        ["Member.waivers"] = (0, Record),
        ["Member.studyLog"] = (2, Sessions),
        ["Member.studySessions"] = (2, Sessions),
        ["Organisation.historyPage"] = (0, Record),
        ["ComplianceReport.childrenPage"] = (0, "part of the report"),
        ["Organisation.complianceReport"] = (
            7,
            "how many members there are, which is its price; the organisations and those below, their venues, members, where they hold posts, their ledgers"
        ),
        ["Query.claimById"] = (3, Owner),
        ["Query.claims"] = (2, "whose they are, for the audit log"),
        ["Query.correctionRequests"] = (2, "whose they are, for the audit log"),
        ["Query.coursewareFacets"] = (1, "counted by the database"),
        ["Query.creditById"] = (3, Owner),
        ["Query.policies"] = (0, Known),
        ["Query.policy"] = (0, Known),
        ["Query.policyDraft"] = (1, "the organisation; the text is no policy"),
        ["Query.me"] = (0, "who asks here is no member"),
        ["Query.pseudonymousStandings"] = (4, "the members, where they hold posts, their ledgers, and whose they are for the audit log"),
        ["Query.studySessionById"] = (4, $"{Sessions}; {Owner}"),
        ["Query.verifyLedger"] = (4, "the evidence, the ledger, whose it is, and that again for the audit log"),
        ["StudySession.presenceCheck"] = (0, "part of its session"),
        ["StudyEvidence.courseware"] = (0, Frozen),
        ["StudySession.chapter"] = (0, Frozen),
        ["StudySession.courseware"] = (0, Frozen),
        ["Venue.recognitions"] = (0, "part of its venue"),
        ["StudyLogEntry.chapter"] = (0, Frozen),
        ["StudyLogEntry.courseware"] = (0, Frozen),
        ["StudyLogEntry.studySession"] = (0, "the entry is made of it"),
        ["Query.teacherSchedule"] = (2, "the teacher, and the schedule"),
        ["Query.teachersOffered"] = (2, "the organisation, and who is offered to it"),
        ["Teacher.agreements"] = (0, Entry),
        ["Teacher.history"] = (0, Entry),
        ["TeacherAgreement.teacher"] = (0, "the agreement is part of it"),
    };

    [Fact]
    public async Task Every_field_reads_as_often_as_its_level_needs_however_many_are_above_it()
    {
        await FurnishAsync();
        using var reads = new Reads(town.Host);
        // Whom everything is shown to, what is for partner applications alone included.
        var root = town.Host.ClientFor("root", "Administrator", "Standing.Read");
        var places = new Queue<Place>([new(town.Host.Service<ISchema>().Query, [], (inner, _) => inner)]);
        var ways = new Dictionary<string, int>();
        var found = new Dictionary<string, List<Measured>>();
        // Once, for what a process learns once.
        await root.QueryAsync("{ members(first: 1) { nodes { compliance(year: 2026) { status } } } }");
        while (places.TryDequeue(out var place))
        {
            if (
                place.Type.Fields.Select(field => found.GetValueOrDefault($"{place.Type.Name}.{field.Name}")).OfType<List<Measured>>().ToList()
                    is { Count: > 0 } before
                && before.All(measured => measured.Any(way => way.Shows))
            )
                continue;
            var one = (await AskAsync(place, "", 1)).Reads;
            var several = (await AskAsync(place, "", Several)).Reads;
            foreach (var field in place.Type.Fields)
            {
                if (field.Name is "node" or "nodes" || Below(place, field) is not { Count: > 0 } all)
                    continue;
                var oneMore = (await AskAsync(place, Call(field, 1, Values(Named(field), "")), 1)).Reads;
                var (severalMore, answer) = await AskAsync(place, Call(field, Several, Values(Named(field), "")), Several);
                var name = $"{place.Type.Name}.{field.Name}";
                if (!found.TryGetValue(name, out var measured))
                    found[name] = measured = [];
                measured.Add(
                    new(Need(name, field), oneMore - one, severalMore - several, Count(answer, all[0].Path), $"{name} at {string.Join('.', place.Path)}")
                );
                foreach (var below in all.Where(below => below.Path.Length <= Deepest && Count(answer, below.Path) > 1))
                {
                    if ((ways[below.Type.Name] = ways.GetValueOrDefault(below.Type.Name) + 1) <= Ways)
                        places.Enqueue(below);
                }
            }
        }

        string[] faults =
        [
            .. found
                .Values.SelectMany(measured => measured)
                .Where(way => way.One > way.Need || way.Several > way.Need)
                .Select(way => $"{way.Place} reads {way.One} times for one and {way.Several} for several, and needs {way.Need}."),
            // Less only where something above has read the same.
            .. found
                .Values.Where(measured => measured.All(way => way.Several < way.Need))
                .Select(measured => $"{measured[0].Place} reads {measured[0].Several} times, and {measured[0].Need} are expected."),
            .. found
                .Where(pair => !pair.Key.StartsWith("Query.", StringComparison.Ordinal) && pair.Value.All(way => way is { Need: > 0, Below: 0 }))
                .Select(pair => $"There is nothing at {pair.Key}: furnish it."),
            .. Otherwise.Keys.Except(found.Keys).Select(name => $"{name} was not met."),
        ];
        Assert.True(faults.Length == 0, string.Join('\n', faults));

        async Task<(long Reads, JsonNode Answer)> AskAsync(Place place, string more, int count)
        {
            var query = $"{{ {place.Around($"{Values(place.Type, "")} {more}", count)} }}";
            // Reports are kept for a minute, and budgets are for one: what is asked here in one is more than anybody asks.
            town.Host.Time.Advance(TimeSpan.FromMinutes(1));
            // Once before, for what is remembered for a minute.
            if (place.Path.Length == 0)
                await root.QueryAsync(query);
            // What runs beside may read, too, though not each time, and what never changes is read once.
            var (least, answer) = (long.MaxValue, default(ApiAnswer));
            for (var round = 0; round < 2; round++)
            {
                if (round > 0)
                    town.Host.Time.Advance(TimeSpan.FromMinutes(1));
                // What is kept of the catalogue is read again after a change of it.
                await town.Host.Service<CatalogueStamp>().RaiseAsync();
                var before = reads.Count;
                answer = await root.QueryAsync(query);
                least = Math.Min(least, reads.Count - before);
            }

            return (least, answer!.Json["data"]!);
        }
    }

    private static int Need(string name, FieldType field) =>
        Otherwise.TryGetValue(name, out var other) ? other.Reads
        : IsConnection(field) || (Named(field) as IObjectGraphType)?.Fields.Find("id") is not null ? 1
        : 0;

    /// <summary>What the town has none of.</summary>
    private async Task FurnishAsync()
    {
        var host = town.Host;
        var author = new Actor("author", null);
        foreach (var (number, organisation, name) in new[] { (School.Lin, SmallTown.County, "一"), (School.Wang, School.OtherCounty, "二") })
        {
            var poster = await StoreAsync(DemoMedia.Open("poster.png"), "poster.png", "image/png");
            var film = await StoreAsync(DemoMedia.Open("party-history.mp4"), "film.mp4", "video/mp4");
            var captions = await StoreAsync(
                new MemoryStream(System.Text.Encoding.UTF8.GetBytes("WEBVTT\n\n00:00.000 --> 00:01.000\n你好\n")),
                "zh.vtt",
                "text/vtt"
            );
            await host.Service<CoursewareLibrary>()
                .PublishAsync(
                    Teaching.Courseware($"furnished-{organisation}", $"带字幕{name}", film) with
                    {
                        Chapters = [new("c1", "第一章", film) { Captions = [new("zh-CN", captions)] }],
                        PosterId = poster,
                        OrganisationId = organisation,
                    },
                    default
                );
            await host.Service<EditorialDesk>()
                .CreateAsync(
                    new(
                        organisation,
                        new()
                        {
                            Title = $"稿{name}",
                            Kind = CoursewareKind.Video,
                            Origin = CoursewareOrigin.Local,
                            PosterId = poster,
                            Chapters = [new(null, "第一章", film, [new("zh-CN", captions)])],
                        },
                        null
                    ),
                    Scope.All,
                    author,
                    default
                );
            var folder = await host.Service<MediaShelf>().CreateFolderAsync(organisation, "海报", null, Scope.All, author, default);
            await host.Service<MediaShelf>().MoveAsync([poster], folder.Id, Scope.All, default);
            var teacher = await host.Service<TeacherPool>().RequireAsync(organisation == SmallTown.County ? "t-here" : "t-there", default);
            await host.Service<TeacherRegister>()
                .EditAsync(
                    new(teacher.Id, teacher.Version, null, null, null, null, null, null, poster, null, null, false, false, null),
                    Scope.All,
                    author,
                    default
                );
            var member = MemberRules.IdOf(number);
            await host.Service<MemberRegister>()
                .AssignPositionAsync(new(member, organisation, MemberPosition.FirstSecretary, new(2026, 1, 1), null), SmallTown.Clerk, default);
            await host.Service<GrantBook>().GiveAsync(new("holder", null, Role.Editor, organisation, new(new(2026, 1, 1), null)), SmallTown.Root, default);
            var today = SchoolTime.Today(host.Time);
            await host.Service<MemberRegister>().RecordAsync(new RecordSkill(member, "电工", new(2026, 1, 1), poster), SmallTown.Clerk, default);
            await RightsTown.BaseAsync(host, organisation, $"基地{name}");
            var register = host.Service<OrganisationRegister>();
            // Named so that lists by name begin with it.
            var merged = await register.CreateAsync(new($"{organisation}-99", "A", OrganisationLevel.Basic, null, organisation, new(2026, 1, 1)), default);
            await register.SetTrainingOrganiserAsync(new(merged.Id, organisation, today), SmallTown.Clerk, default);
            await register.CloseAsync(new(merged.Id, today, organisation), SmallTown.Clerk, default);
            // One that moved and will move again: moves that are open cost no reads either.
            var moved = await register.CreateAsync(new($"{organisation}-98", "AA", OrganisationLevel.Basic, null, organisation, new(2026, 1, 1)), default);
            await register.SetTrainingOrganiserAsync(new(moved.Id, organisation, today), SmallTown.Clerk, default);
            await register.MoveAsync(new(moved.Id, SmallTown.City, today, "区划调整"), SmallTown.Clerk, default);
            await register.MoveAsync(new(moved.Id, organisation, today.AddDays(300), "区划调整"), SmallTown.Clerk, default);
            var claim = await host.Service<CreditClaims>()
                .ClaimAsync(new(member, CreditForm.Lecture, 2700, today, "讲座", null, poster, null), new(number, member), default);
            await host.Service<CreditClaims>().ClaimAsync(new(member, CreditForm.Lecture, 60, today, "讲座", null, poster, null), new(number, member), default);
            await host.Service<CreditClaims>().DecideAsync(claim.Id, ClaimDecision.Approve, null, author, default);
            var credit = await host.Service<CreditLedger>()
                .PostAsync(
                    new($"{member}/batch/1", member, CreditForm.Lecture, 2700, today, new(CreditSourceKind.Batch, "records")) { Title = "冬训" },
                    default
                );
            await host.Service<CreditLedger>().ReverseAsync(credit.Id, "误记", author, default);

            async Task<string> StoreAsync(Stream content, string file, string type)
            {
                await using (content)
                {
                    return (await host.Service<MediaLibrary>().StoreAsync(content, file, type, organisation, default)).Id;
                }
            }
        }
    }

    /// <summary>The types a field leads to, each with the way to it.</summary>
    private List<Place> Below(Place place, FieldType field)
    {
        string[] path = IsConnection(field) ? [.. place.Path, field.Name, "nodes"] : [.. place.Path, field.Name];
        return Named(field) switch
        {
            IAbstractGraphType choice =>
            [
                .. choice.PossibleTypes.Select(type => new Place(
                    type,
                    path,
                    (inner, count) => place.Around(Call(field, count, $"... on {type.Name} {{ {inner} }}"), count)
                )),
            ],
            IObjectGraphType type => [new Place(type, path, (inner, count) => place.Around(Call(field, count, inner), count))],
            _ => [],
        };
    }

    private string Call(FieldType field, int count, string inner)
    {
        var arguments = Required(field).Select(argument => $"{argument.Name}: {Argument(argument.Name, Named(field).Name)}").ToList();
        if (IsConnection(field))
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"first: {count}"));
        return $"{field.Name}{(arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "")} {{ {(IsConnection(field) ? $"nodes {{ {inner} }}" : inner)} }}";
    }

    private string Argument(string name, string type) =>
        name switch
        {
            "year" => "2026",
            "policy" => "\"{}\"",
            "organisationId" => $"\"{town.Things["Organisation"][0].Id}\"",
            "kind" => "MEMBERS",
            "format" => "CSV",
            "subject" => "\"holder\"",
            "teacherId" => $"\"{town.Things["Teacher"][0].Id}\"",
            "from" or "to" => "\"2026-03-16\"",
            "memberId" => $"\"{town.Things["Member"][0].Id}\"",
            "id" => $"\"{town.Things[type][0].Id}\"",
            _ => throw new InvalidOperationException($"Say what the argument {name} is to be."),
        };

    /// <summary>
    /// Every field that leads to no object. Where objects of different types stand in one place, each under the name of its type, because the same name may be
    /// of different types.
    /// </summary>
    private static string Values(IGraphType type, string prefix) =>
        type is IAbstractGraphType choice
            ? $"__typename {string.Join(' ', choice.PossibleTypes.Select(member => $"... on {member.Name} {{ {Values(member, $"{member.Name}_")} }}"))}"
            : string.Join(
                ' ',
                ((IObjectGraphType)type)
                    .Fields.Where(field => field.ResolvedType!.GetNamedType() is ScalarGraphType && !Required(field).Any())
                    .Select(field => prefix.Length > 0 ? $"{prefix}{field.Name}: {field.Name}" : field.Name)
                    .Prepend("__typename")
            );

    private static IEnumerable<QueryArgument> Required(FieldType field) =>
        (field.Arguments ?? Enumerable.Empty<QueryArgument>()).Where(argument => argument.ResolvedType is NonNullGraphType);

    private static bool IsConnection(FieldType field) => field.ResolvedType!.GetNamedType().Name.EndsWith("Connection", StringComparison.Ordinal);

    private static IGraphType Named(FieldType field) =>
        IsConnection(field)
            ? ((IObjectGraphType)field.ResolvedType!.GetNamedType()).Fields.Find("nodes")!.ResolvedType!.GetNamedType()
            : field.ResolvedType!.GetNamedType();

    /// <summary>How many objects there are at the end of a path, through every list.</summary>
    private static int Count(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (node is JsonArray list)
        {
            var sum = 0;
            foreach (var each in list)
            {
                sum += Count(each, path);
            }

            return sum;
        }

        return node is not JsonObject { Count: > 0 } found ? 0
            : path.Length == 0 ? 1
            : Count(found[path[0]], path[1..]);
    }

    private sealed record Measured(int Need, long One, long Several, int Below, string Place)
    {
        /// <summary>Whether it is seen here what the level needs.</summary>
        public bool Shows => Several >= Need && (Need == 0 || Below > 0);
    }

    private sealed record Place(IObjectGraphType Type, string[] Path, Func<string, int, string> Around);

    /// <summary>Counts what is read. What is written besides, that somebody read it, belongs to no level.</summary>
    private sealed class Reads : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public Reads(ApiHost host)
        {
            var meters = host.Service<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == ContentTelemetry.Commands && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>(
                (_, count, tags, _) =>
                {
                    if (tags[0].Value is "find" or "getMore" or "aggregate" or "count" or "distinct")
                        Interlocked.Add(ref _count, count);
                }
            );
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
