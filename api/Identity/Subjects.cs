using ELearning.Content;

namespace ELearning.Api;

/// <summary>What identity asks of content about the subject of a token.</summary>
/// <param name="FindMember">Id of the member with this identity, or, when the second argument allows it, with this number; null for none.</param>
/// <param name="FindGrants">Grants of the subject, and of the member it is joined to, that hold today.</param>
/// <param name="Grant">Stores a grant that holds from today; false when the organisation does not exist.</param>
internal sealed record Subjects(
    Func<string, bool, CancellationToken, Task<string?>> FindMember,
    Func<string, string?, CancellationToken, Task<IReadOnlyList<Grant>>> FindGrants,
    Func<string, Role, string, CancellationToken, Task<bool>> Grant
)
{
    /// <summary>What moves of organisations make of stored ancestors today; without any, nothing.</summary>
    public Func<CancellationToken, ValueTask<MovedTree>> FindTree { get; init; } = _ => new(MovedTree.AsStored);

    /// <summary>As content keeps them; asked for only when somebody is signed in, so that nobody costs the database anything.</summary>
    public static Subjects InContent(IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var joined = services.GetRequiredService<JoinedMembers>();
        return new Subjects(
            (subject, byNumber, cancellationToken) =>
                joined.FindAsync(
                    subject,
                    async () =>
                    {
                        var members = services.GetRequiredService<MemberRegister>();
                        var member = await members.FindByIdentityAsync(subject, cancellationToken);
                        if (member is null && byNumber)
                            member = await members.FindByNumberAsync(subject, cancellationToken);
                        return member?.Id;
                    }
                ),
            (subject, memberId, cancellationToken) =>
                services.GetRequiredService<GrantBook>().OfCallerAsync(subject, memberId, SchoolTime.Today(time), cancellationToken),
            async (subject, role, organisation, cancellationToken) =>
            {
                var audit = services.GetRequiredService<AuditLog>();
                var found = (await services.GetRequiredService<OrganisationTree>().FindAsync([organisation], cancellationToken)).GetValueOrDefault(
                    organisation
                );
                var act = new AuditEntry
                {
                    Subject = DevelopmentIssuer.Subject,
                    Kind = AuditKind.Mutation,
                    Operation = "development.giveGrant",
                    Target = new("Organisation", organisation),
                    Lineage = found?.Lineage ?? [],
                    Result = AuditLog.Attempted,
                    Correlation = audit.Correlation,
                };
                try
                {
                    await audit.RecordAsync(
                        act,
                        () =>
                            services
                                .GetRequiredService<GrantBook>()
                                .GiveAsync(
                                    new(subject, null, role, organisation, new DatePeriod(SchoolTime.Today(time), null)),
                                    new Giver(new Actor(DevelopmentIssuer.Subject, null), Everywhere: true, []),
                                    cancellationToken
                                ),
                        cancellationToken
                    );
                    return true;
                }
                catch (ContentError error) when (error.Code == ContentErrorCode.NotFound)
                {
                    return false;
                }
            }
        )
        {
            FindTree = services.GetRequiredService<MoveBook>().CurrentAsync,
        };
    }
}
