using ELearning.Content;
using GraphQL.DataLoader;

namespace ELearning.Api;

/// <summary>Standings of members that were read already: one look into the ledgers for all of a year.</summary>
internal sealed class StandingLoader(ComplianceReview review) : BatchLoader<(string MemberId, int Year), Standing>
{
    private readonly Dictionary<string, Member> _members = [];

    public IDataLoaderResult<Standing?> LoadAsync(Member member, int year)
    {
        lock (_members)
        {
            _members[member.Id] = member;
        }

        return LoadAsync((member.Id, year));
    }

    protected override async Task<IReadOnlyDictionary<(string MemberId, int Year), Standing>> FetchAsync(
        IReadOnlyList<(string MemberId, int Year)> keys,
        CancellationToken cancellationToken
    )
    {
        var standings = new Dictionary<(string, int), Standing>();
        foreach (var year in keys.GroupBy(key => key.Year))
        {
            foreach (var (memberId, standing) in await review.StandingsAsync([.. year.Select(key => Known(key.MemberId))], year.Key, cancellationToken))
            {
                standings[(memberId, year.Key)] = standing;
            }
        }

        return standings;
    }

    private Member Known(string memberId)
    {
        lock (_members)
        {
            return _members[memberId];
        }
    }
}

/// <summary>Reports of organisations: all that a level asks for is paid for before the first of them is drawn up.</summary>
internal sealed class ComplianceReportLoader(ReportDesk desk, WorkCharge charge) : BatchLoader<(string OrganisationId, int Year), ComplianceReport>
{
    protected override async Task<IReadOnlyDictionary<(string OrganisationId, int Year), ComplianceReport>> FetchAsync(
        IReadOnlyList<(string OrganisationId, int Year)> keys,
        CancellationToken cancellationToken
    )
    {
        charge.Pay(await desk.MembersToReadAsync(keys, cancellationToken), ReportPrice.MembersForOne);
        return await desk.ReportsAsync(keys, cancellationToken);
    }
}
