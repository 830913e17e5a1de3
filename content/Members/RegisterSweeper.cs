using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>Brings organisations and members that an earlier release stored to today's shape: gives them what they are searched by.</summary>
public sealed class RegisterSweeper : LeasedSweep
{
    internal const int BatchSize = 200;

    private readonly OrganisationStore _organisations;
    private readonly MemberStore _members;

    internal RegisterSweeper(OrganisationStore organisations, MemberStore members, Leases leases, TimeProvider time, ILogger<RegisterSweeper> logger)
        : base("register", TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), leases, time, logger) => (_organisations, _members) = (organisations, members);

    private protected override string Done => "organisations and members of an earlier release can be searched for";

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken) =>
        await MendAsync(
            BatchSize,
            skip => _organisations.WithoutTermsAsync(skip, BatchSize, cancellationToken),
            organisation =>
                TryAsync(
                    "organisation",
                    organisation.Id,
                    () => _organisations.BringForwardAsync(OrganisationRules.Found(organisation), cancellationToken),
                    cancellationToken
                ),
            cancellationToken
        )
        + await MendAsync(
            BatchSize,
            skip => _members.WithoutTermsAsync(skip, BatchSize, cancellationToken),
            member => TryAsync("member", member.Id, () => _members.BringForwardAsync(MemberRules.Found(member), cancellationToken), cancellationToken),
            cancellationToken
        );
}
