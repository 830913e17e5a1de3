using ELearning.Content;
using GraphQL.DataLoader;

namespace ELearning.Api;

/// <summary>Credits that something visible names, such as the one a reversal reverses.</summary>
internal sealed class CreditLoader(CreditLedger ledger) : BatchLoader<string, Credit>
{
    protected override Task<IReadOnlyDictionary<string, Credit>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        ledger.FindAsync(keys, cancellationToken);
}

/// <summary>Credits asked for by id.</summary>
internal sealed class VisibleCreditLoader(CreditLedger ledger, MemberRegister register, RequestRights rights) : OwnedLoader<Credit>(register, rights)
{
    protected override Task<IReadOnlyDictionary<string, Credit>> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ledger.FindAsync(ids, cancellationToken);

    protected override string OwnerOf(Credit value) => value.MemberId;

    protected override bool Sees(Rights rights, Member owner) => rights.Sees(owner);
}

/// <summary>The entry that reverses each credit, where there is one.</summary>
internal sealed class ReversalLoader(CreditLedger ledger) : BatchLoader<string, Credit>
{
    protected override Task<IReadOnlyDictionary<string, Credit>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        ledger.ReversalsOfAsync(keys, cancellationToken);
}

/// <summary>Pages of members' ledgers, by year.</summary>
internal sealed class MemberCreditLoader(CreditLedger ledger) : BatchLoader<(string MemberId, int? Year, PageRequest Page), Page<Credit>>
{
    public IDataLoaderResult<Page<Credit>> LoadAsync(string memberId, int? year, PageRequest page) =>
        LoadAsync((memberId, year, page)).Then(found => found ?? Pages.Empty<Credit>());

    protected override async Task<IReadOnlyDictionary<(string MemberId, int? Year, PageRequest Page), Page<Credit>>> FetchAsync(
        IReadOnlyList<(string MemberId, int? Year, PageRequest Page)> keys,
        CancellationToken cancellationToken
    )
    {
        var pages = new Dictionary<(string, int?, PageRequest), Page<Credit>>();
        foreach (var asked in keys.GroupBy(key => (key.Year, key.Page)))
        {
            foreach (var (memberId, page) in await ledger.ListAsync([.. asked.Select(key => key.MemberId)], asked.Key.Year, asked.Key.Page, cancellationToken))
            {
                pages[(memberId, asked.Key.Year, asked.Key.Page)] = page;
            }
        }

        return pages;
    }
}

/// <summary>What members were credited in all, by year.</summary>
internal sealed class CreditTotalLoader(CreditLedger ledger) : BatchLoader<(string MemberId, int Year), CreditTotal>
{
    protected override async Task<IReadOnlyDictionary<(string MemberId, int Year), CreditTotal>> FetchAsync(
        IReadOnlyList<(string MemberId, int Year)> keys,
        CancellationToken cancellationToken
    )
    {
        var totals = new Dictionary<(string, int), CreditTotal>();
        foreach (var asked in keys.GroupBy(key => key.Year))
        {
            foreach (var (memberId, total) in await ledger.TotalsAsync([.. asked.Select(key => key.MemberId)], asked.Key, cancellationToken))
                totals[(memberId, asked.Key)] = total;
        }

        return totals;
    }
}

/// <summary>The evidence of credits the caller sees: whoever may see a credit may see what it was given for.</summary>
internal sealed class EvidenceLoader(LedgerAudit audit) : BatchLoader<Credit, ExaminedEvidence>
{
    protected override async Task<IReadOnlyDictionary<Credit, ExaminedEvidence>> FetchAsync(IReadOnlyList<Credit> keys, CancellationToken cancellationToken)
    {
        var examined = await audit.ExamineAsync(keys, cancellationToken);
        return keys.ToDictionary(credit => credit, credit => examined[credit.Id]);
    }
}
