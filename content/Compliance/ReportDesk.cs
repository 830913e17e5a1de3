namespace ELearning.Content;

/// <summary>
/// Draws up the reports of organisations: each of an organisation and year once at a time in this process, however many ask for it, and few at once, because a
/// report reads the ledgers of all members below. It is kept for a minute, as <see cref="ComplianceReport.AsOf"/> says, and given up when everybody who waited
/// for it has gone.
/// </summary>
public sealed class ReportDesk : IDisposable
{
    /// <summary>How long a report is given out after it was drawn up.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>How many reports may wait for their turn: more would only wait until their time is over.</summary>
    public const int MostWaiting = 16;

    private const int MostKept = 1_000;

    /// <summary>Half of the cores are left to everybody else.</summary>
    public static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly ComplianceReview _review;
    private readonly MemberRegister _members;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string OrganisationId, int Year), SharedWork<Drawn>> _reports = [];
    private readonly Remembered<string, long> _counts;
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private int _unfinished;

    internal ReportDesk(ComplianceReview review, MemberRegister members, TimeProvider time) =>
        (_review, _members, _time, _counts) = (review, members, time, new(time, Lifetime, MostKept));

    /// <summary>
    /// How many members have to be read for these reports, one that is read for two years twice; for those that are kept none. Remembered for a minute.
    /// </summary>
    public async Task<long> MembersToReadAsync(IReadOnlyCollection<(string OrganisationId, int Year)> asked, CancellationToken cancellationToken)
    {
        List<(string OrganisationId, int Year)> missing;
        lock (_gate)
        {
            missing = [.. asked.Where(key => FreshOf(key) is null)];
        }
        var sum = 0L;
        foreach (var organisations in missing.GroupBy(key => key.Year, key => key.OrganisationId))
        {
            string[] ids = [.. organisations.Distinct().Order(StringComparer.Ordinal)];
            sum += await _counts.GetAsync(
                $"{organisations.Key} {string.Join(' ', ids)}",
                async () =>
                    await _members.CountWithinAsync(Scope.Within(await _review.ReachingAsync(ids, organisations.Key, cancellationToken)), cancellationToken)
            );
        }
        return sum;
    }

    /// <summary>The reports of those organisations that exist.</summary>
    /// <exception cref="ContentError">Too many others wait for theirs.</exception>
    public async Task<IReadOnlyDictionary<(string OrganisationId, int Year), ComplianceReport>> ReportsAsync(
        IReadOnlyCollection<(string OrganisationId, int Year)> asked,
        CancellationToken cancellationToken
    )
    {
        foreach (var (_, year) in asked)
        {
            ComplianceRules.CheckYear(year);
        }
        var drawn = await Task.WhenAll(Joined(asked).Select(work => work.WaitAsync(cancellationToken)));
        return asked
            .Distinct()
            .Select(key => (Key: key, Report: drawn.Select(some => some.Reports.GetValueOrDefault(key)).FirstOrDefault(report => report is not null)))
            .Where(pair => pair.Report is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Report!);
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>
    /// The work under way or done that has these reports. What nobody has begun is begun as one: the members of a year are read once for all organisations, and
    /// one caller takes one turn.
    /// </summary>
    private HashSet<SharedWork<Drawn>> Joined(IEnumerable<(string OrganisationId, int Year)> asked)
    {
        lock (_gate)
        {
            var joined = new HashSet<SharedWork<Drawn>>();
            var missing = new List<(string OrganisationId, int Year)>();
            foreach (var key in asked.Distinct())
            {
                if (!_reports.TryGetValue(key, out var work) || (work.Outcome is { } old && !IsFresh(old)) || !(joined.Contains(work) || work.TryJoin()))
                    missing.Add(key);
                else
                    joined.Add(work);
            }
            if (missing.Count == 0)
                return joined;
            var isOneTooMany = _unfinished >= AtOnce + MostWaiting;
            var begun = new SharedWork<Drawn>(gone => isOneTooMany ? throw new ContentError(ContentErrorCode.TooManyReports) : DrawUpAsync(missing, gone));
            _unfinished += isOneTooMany ? 0 : 1;
            begun.TryJoin();
            Forget();
            foreach (var key in missing)
            {
                _reports[key] = begun;
            }
            joined.Add(begun);
            return joined;
        }
    }

    private async Task<Drawn> DrawUpAsync(IReadOnlyList<(string OrganisationId, int Year)> wanted, CancellationToken cancellationToken)
    {
        try
        {
            await _turns.WaitAsync(cancellationToken);
            try
            {
                var asOf = _time.GetUtcNow();
                var drawn = new Dictionary<(string OrganisationId, int Year), ComplianceReport>();
                foreach (var organisations in wanted.GroupBy(key => key.Year, key => key.OrganisationId))
                {
                    foreach (var (id, report) in await _review.ReportsAsync([.. organisations], organisations.Key, cancellationToken))
                    {
                        drawn[(id, organisations.Key)] = report;
                    }
                }
                return new(asOf, drawn);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            lock (_gate)
            {
                _unfinished--;
            }
        }
    }

    private ComplianceReport? FreshOf((string OrganisationId, int Year) key) =>
        _reports.GetValueOrDefault(key)?.Outcome is { } drawn && IsFresh(drawn) ? drawn.Reports.GetValueOrDefault(key) : null;

    private bool IsFresh(Drawn drawn) => _time.GetUtcNow() < drawn.AsOf + Lifetime;

    /// <summary>
    /// Makes room: where there are too many reports the old ones go, and where that is not enough all that are done; those under way can still be joined.
    /// </summary>
    private void Forget()
    {
        if (_reports.Count < MostKept)
            return;
        foreach (var (key, _) in _reports.Where(pair => pair.Value.Outcome is { } drawn && !IsFresh(drawn)).ToList())
        {
            _reports.Remove(key);
        }
        if (_reports.Count < MostKept)
            return;
        foreach (var (key, _) in _reports.Where(pair => pair.Value.IsOver).ToList())
        {
            _reports.Remove(key);
        }
    }

    private sealed record Drawn(DateTimeOffset AsOf, IReadOnlyDictionary<(string OrganisationId, int Year), ComplianceReport> Reports);
}
