using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>An act as the request shows it, before it is known whom it concerns.</summary>
/// <param name="Named">The things named, in the order of the schema.</param>
internal sealed record AuditedAct(AuditKind Kind, string Operation, IReadOnlyList<NodeReference> Named, string Result, int Cost)
{
    /// <summary>The persons whose data was found, with the member where the answer holds it.</summary>
    public Dictionary<string, Member?> Shown { get; init; } = [];

    /// <summary>What was named is another member's and was not there for the caller, for want of it or of a right.</summary>
    public bool Missed { get; init; }
}

/// <summary>
/// Finds out whom acts concern: whose the things are that were named or shown, in which organisations, and whether the caller has a right there.
/// </summary>
internal sealed class AuditScene(
    MemberRegister register,
    OrganisationTree tree,
    GrantBook grants,
    TeacherPool pool,
    TeacherRegister agreements,
    RequestRights rights,
    ISchema schema
)
{
    /// <summary>The member a thing belongs to; null where it is nobody's.</summary>
    public string? OwnerOf(NodeReference reference) =>
        schema.AllTypes[reference.Type] is { } type && type.GetMetadata<Type?>(ObjectType<object>.SourceType)?.IsAssignableTo(typeof(IOfMember)) == true
            ? reference.RawId.Split('/')[0]
            : null;

    /// <summary>The entry of one change, and whether the caller lacks the right to change what it names.</summary>
    public async Task<(AuditEntry Entry, bool LacksRight)> EntryAsync(AuditedAct act, string correlation, CancellationToken cancellationToken)
    {
        var concern = await ConcernAsync([act], cancellationToken);
        return (Entry(act, concern, correlation), act.Named.Count > 0 && LacksRight(act.Named[0], concern, changing: true));
    }

    /// <summary>
    /// The entries of what a request read or was refused. Missing what nobody has is no act of anybody, but an auditor's looks are all written.
    /// </summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(IEnumerable<AuditedAct> asked, string correlation, CancellationToken cancellationToken)
    {
        var acts = asked.ToList();
        if (acts.Count == 0)
            return [];
        var concern = await ConcernAsync(acts, cancellationToken);
        var entries = new List<AuditEntry>(acts.Count);
        foreach (var act in acts)
        {
            var refused = act.Missed ? act.Named.Where(reference => LacksRight(reference, concern, changing: false)).ToList() : [];
            if (refused.Count > 0)
                entries.Add(Entry(act with { Kind = AuditKind.RefusedAct, Named = refused }, concern, correlation) with { Count = refused.Count });
            else if (
                !act.Missed
                || rights.Current.Caller.Has(Role.Auditor)
                || act.Named.Any(reference => OwnerOf(reference) is { } owner && concern.Members.ContainsKey(owner))
            )
                entries.Add(Entry(act, concern, correlation));
        }

        return entries;
    }

    private async Task<Concern> ConcernAsync(IReadOnlyList<AuditedAct> acts, CancellationToken cancellationToken)
    {
        var members = acts.SelectMany(act => act.Shown)
            .Where(person => person.Value is not null)
            .DistinctBy(person => person.Key)
            .ToDictionary(person => person.Key, person => person.Value!);
        var named = acts.SelectMany(act => act.Named).ToList();
        string[] unknown =
        [
            .. acts.SelectMany(act => act.Shown.Keys).Concat(named.Select(OwnerOf).OfType<string>()).Distinct().Where(id => !members.ContainsKey(id)),
        ];
        if (unknown.Length > 0)
        {
            foreach (var (id, member) in await register.FindAsync(unknown, cancellationToken))
            {
                members[id] = member;
            }
        }

        var organisationOf = new Dictionary<NodeReference, string>();
        foreach (var reference in named.Distinct())
        {
            if (await KeeperOfAsync(reference, cancellationToken) is { } keeper)
                organisationOf[reference] = keeper;
        }

        var organisations =
            organisationOf.Count > 0 ? await tree.FindAsync([.. organisationOf.Values.Distinct()], cancellationToken) : new Dictionary<string, Organisation>();
        return new(
            members,
            organisationOf.Where(pair => organisations.ContainsKey(pair.Value)).ToDictionary(pair => pair.Key, pair => organisations[pair.Value])
        );
    }

    /// <summary>The organisation whose thing it is; null for what is nobody's, a person's, or not there.</summary>
    private async Task<string?> KeeperOfAsync(NodeReference reference, CancellationToken cancellationToken) =>
        reference.Type switch
        {
            "Organisation" => reference.RawId,
            "Grant" => (await grants.FindAsync(reference.RawId, cancellationToken))?.OrganisationId,
            "Teacher" => (await pool.FindNamedAsync([reference.RawId], cancellationToken)).GetValueOrDefault(reference.RawId)?.OrganisationId,
            "TeacherAgreement" => (await agreements.AgreementsAsync([reference.RawId], cancellationToken))
                .GetValueOrDefault(reference.RawId)
                ?.Teacher.OrganisationId,
            _ => null,
        };

    private AuditEntry Entry(AuditedAct act, Concern concern, string correlation)
    {
        var current = rights.Current;
        var named = act.Named is [var first, ..] ? first : null;
        string[] owners =
        [
            .. act.Shown.Keys.Concat(act.Named.Select(OwnerOf).OfType<string>().Where(concern.Members.ContainsKey)).Distinct().Order(StringComparer.Ordinal),
        ];
        // What a member does with what is nobody's is theirs, such as starting to study.
        if (owners.Length == 0 && act.Kind == AuditKind.Mutation && current.Caller.MemberId is { } self && !act.Named.Any(concern.Organisations.ContainsKey))
            owners = [self];
        var lineages = owners
            .SelectMany(owner => LineagesOf(concern.Members.GetValueOrDefault(owner), current.Today))
            .Concat(act.Named.Select(reference => concern.Organisations.GetValueOrDefault(reference)?.Lineage ?? []));
        return new AuditEntry
        {
            Subject = current.Caller.Subject,
            MemberId = current.Caller.MemberId,
            Kind = act.Kind,
            Operation = act.Operation,
            Target = named is null ? null : new(named.Type, named.RawId),
            OwnerIds = act.Kind == AuditKind.RefusedAct ? [.. owners.Take(AuditRules.MostOwners)] : owners,
            Lineage = act.Kind == AuditKind.RefusedAct ? AuditRules.HighestFirst(lineages) : [.. lineages.SelectMany(lineage => lineage).Distinct()],
            Result = act.Result,
            Cost = act.Cost,
            Correlation = correlation,
        };
    }

    private bool LacksRight(NodeReference reference, Concern concern, bool changing)
    {
        var current = rights.Current;
        if (OwnerOf(reference) is not { } owner)
            return changing
                && concern.Organisations.TryGetValue(reference, out var organisation)
                && !current.Keeps(organisation)
                && !current.KeepsPoolOf(organisation);
        if (current.IsSelf(owner) || !concern.Members.TryGetValue(owner, out var member))
            return false;
        // Nobody studies for another, and who keeps the register does not see how others study.
        return reference.Type == "StudySession" ? changing || !current.SeesSessionsOf(member)
            : changing ? !current.Keeps(member)
            : !current.Sees(member);
    }

    private static IEnumerable<IReadOnlyList<string>> LineagesOf(Member? member, DateOnly today) =>
        member is null ? [] : member.MembershipsOn(today).Select(held => held.Lineage);

    /// <summary>Whom and what the acts of a request concern, as far as it exists.</summary>
    private sealed record Concern(IReadOnlyDictionary<string, Member> Members, IReadOnlyDictionary<NodeReference, Organisation> Organisations);
}
