namespace ELearning.Content;

/// <summary>
/// Standings for partner applications, which learn how members stand and not who they are: no name, number, organisation or second, and the list in the order
/// of the pseudonyms, because any other order would say which is whose.
/// </summary>
public sealed class PseudonymousStandings
{
    private const int LargestName = 100;
    private const int MostDirectories = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly MemberRegister _members;
    private readonly ComplianceReview _review;
    private readonly EvidenceHashes _hashes;
    private readonly Remembered<(string Application, string Scope), Directory> _directories;

    internal PseudonymousStandings(MemberRegister members, ComplianceReview review, EvidenceHashes hashes, TimeProvider time) =>
        (_members, _review, _hashes, _directories) = (members, review, hashes, new(time, Lifetime, MostDirectories));

    /// <summary>Returns the pseudonym of a member for one application, by which the member may let the application find them.</summary>
    /// <param name="application">The subject of the application's token, 1 to 100 characters.</param>
    public string NameOf(string memberId, string application) => PseudonymOf(InputChecks.Text("application", application, LargestName), memberId);

    /// <summary>
    /// The members with a membership within the scope today, by pseudonym. Who they are is remembered for a minute: a page is then cut from it without reading
    /// the register again, and costs no more than itself.
    /// </summary>
    /// <param name="wanted">Only these pseudonyms; null for all.</param>
    public async Task<Page<PseudonymousStanding>> ListAsync(
        string application,
        Scope scope,
        int year,
        IReadOnlyCollection<string>? wanted,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        if (page.Cursor is { } cursor && (cursor.Length != EvidenceHashes.Length || !cursor.All(char.IsAsciiHexDigitLower)))
            throw ContentError.Invalid(page.Backward ? "before" : "after", InputFault.Malformed);
        var directory = await DirectoryAsync(application, scope, page.Payer, cancellationToken);
        var names = wanted is null ? directory.Names : [.. wanted.Distinct().Where(directory.Members.ContainsKey).Order(StringComparer.Ordinal)];
        var beyond = page.Backward
            ? names.Reverse().Where(name => page.Cursor is null || string.CompareOrdinal(name, page.Cursor) < 0)
            : names.Where(name => string.CompareOrdinal(name, page.Cursor) > 0);
        var found = beyond.Take(page.Limit + 1).ToList();
        var (more, shown) = (found.Count > page.Limit, found.Take(page.Limit));
        var standings = await _review.StandingsAsync([.. shown.Select(name => directory.Members[name])], year, cancellationToken);
        return new(
            [
                .. (page.Backward ? shown.Reverse() : shown)
                    .Where(name => standings.ContainsKey(directory.Members[name]))
                    .Select(name => new Edge<PseudonymousStanding>(new(name, standings[directory.Members[name]]), name)),
            ],
            HasNextPage: page.Backward ? page.Cursor is not null : more,
            HasPreviousPage: page.Backward ? more : page.Cursor is not null,
            names.Count
        );
    }

    private ValueTask<Directory> DirectoryAsync(string application, Scope scope, IListPayer? payer, CancellationToken cancellationToken)
    {
        var within = scope.Everywhere ? "*" : $"{string.Join(' ', scope.OrganisationIds.Order(StringComparer.Ordinal))} {scope.Tree.Mark}";
        return _directories.GetAsync(
            (application, within),
            async () =>
            {
                if (payer is not null)
                    await payer.PayAsync($"pseudonyms {within}", () => _members.CountWithinAsync(scope, cancellationToken));
                var byName = (await _members.IdsWithinAsync(scope, cancellationToken)).ToDictionary(id => PseudonymOf(application, id));
                return new Directory([.. byName.Keys.Order(StringComparer.Ordinal)], byName);
            }
        );
    }

    /// <summary>
    /// Makes the pseudonym of a member for an application. It never changes; without the key, pseudonyms for two applications cannot be joined, nor a member
    /// found by one.
    /// </summary>
    private string PseudonymOf(string application, string memberId) => _hashes.Of("pseudonym", $"{application}\n{memberId}");

    private sealed record Directory(IReadOnlyList<string> Names, IReadOnlyDictionary<string, string> Members);
}

/// <summary>The standing of a member under a pseudonym.</summary>
/// <param name="Standing">Whose it is stays inside: only the audit log reads it.</param>
public sealed record PseudonymousStanding(string Pseudonym, Standing Standing) : IOfMember
{
    string IOfMember.MemberId => Standing.MemberId;
}
