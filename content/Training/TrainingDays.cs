namespace ELearning.Content;

/// <summary>
/// The days of members as far as training takes them. Room on them is taken before a claim is stored or approved, and given back after it was rejected or
/// withdrawn: whatever dies in between, more than a day holds is never approved.
/// </summary>
internal sealed class TrainingDays(TrainingDayStore store, CreditClaimStore claims, CreditLedger ledger, PolicyLibrary policies, TimeProvider time)
{
    private const int Tries = 100;

    /// <summary>Takes the days of a claim from a revision of it on, and writes so even where they are taken: what gives room back reads again then.</summary>
    /// <returns>The claim of the same form and title that overlaps, where there is one.</returns>
    /// <exception cref="ContentError">DayFull, TooManyClaims, or Conflict where too many write at once.</exception>
    public async Task<string?> TakeAsync(CreditClaim claim, int revision, CancellationToken cancellationToken) =>
        (
            await TakeAsync(
                claim.MemberId,
                claim.HeldOn.Year,
                TrainingDayRules.SourceOf(claim),
                TrainingDayRules.ShareOf(claim, revision, SchoolTime.Now(time)),
                cancellationToken
            )
        )?.Id;

    /// <summary>Takes days of a member in a year for whatever gives them hours outside the online school.</summary>
    /// <inheritdoc cref="TakeAsync(CreditClaim, int, CancellationToken)"/>
    private async Task<CreditSource?> TakeAsync(string memberId, int inYear, CreditSource source, TakenShare share, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var year = await RequireAsync(memberId, inYear, cancellationToken);
            var taking = TrainingDayRules.Take(year, source, share, CeilingOf);
            if (!taking.Fits)
            {
                // Before anybody is refused: whether what stands in the way is still there.
                year = await MendedAsync(year, cancellationToken);
                taking = TrainingDayRules.Take(year, source, share, CeilingOf);
            }
            if (taking.TooMany)
                throw new ContentError(ContentErrorCode.TooManyClaims, TrainingDayRules.MostSources, year.Year);
            if (taking.Full is { } full)
                throw Refusal(full);
            if (await store.ReplaceAsync(taking.Year, cancellationToken))
                return TrainingDayRules.LikelyDouble(taking.Year, source, share);
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Gives back what a claim does not need as it is stored now: everything, where it was rejected or withdrawn.</summary>
    /// <param name="year">The year whose days may be given back; another than the claim's, where it was amended.</param>
    public async Task SettleAsync(CreditClaim stored, int year, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.FindAsync(stored.MemberId, year, cancellationToken) is not { } found)
                return;
            var source = TrainingDayRules.SourceOf(stored);
            var settled = stored.Status is ClaimStatus.Pending or ClaimStatus.Approved
                ? TrainingDayRules.Settle(found, source, stored.Version, stored.HeldOn.Year == year ? stored.Span : null)
                : TrainingDayRules.Without(found, source);
            if (settled == found || await store.ReplaceAsync(settled, cancellationToken))
                return;
        }
        // What is left is given back when somebody needs it.
    }

    private long CeilingOf(DateOnly day) => policies.InForceOn(day) is { } policy ? (long)policy.DailyTrainingHours * policy.SecondsPerHour : 0;

    private ContentError Refusal(FullDay full)
    {
        var hour = policies.InForceOn(full.Day)?.SecondsPerHour ?? 1;
        return new(ContentErrorCode.DayFull, full.Day, full.LeftSeconds, full.Ceiling / hour, TrainingHours.Of(full.LeftSeconds, hour));
    }

    /// <summary>The document of a member and year; made from the claims there are where nobody counted yet.</summary>
    private async Task<TrainingYear> RequireAsync(string memberId, int year, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.FindAsync(memberId, year, cancellationToken) is { } found)
                return found;
            var there = await claims.TakingAsync(memberId, year, cancellationToken);
            var begun = TrainingDayRules.Begin(memberId, year, there, CeilingOf);
            if (await store.AddAsync(begun, cancellationToken))
                return begun;
        }
    }

    private async Task<TrainingYear> MendedAsync(TrainingYear year, CancellationToken cancellationToken)
    {
        var named = year.Taken.Where(taken => taken.Source.Kind == CreditSourceKind.Claim).Select(taken => taken.Source.Id).ToList();
        var there = (await claims.FindAsync(named, cancellationToken)).ToDictionary(claim => claim.Id);
        var credits = there.Values.Where(claim => claim.CreditId is not null).ToDictionary(claim => claim.CreditId!, claim => claim.Id);
        var reversed = (await ledger.ReversalsOfAsync([.. credits.Keys], cancellationToken)).Keys.Select(credit => credits[credit]).ToHashSet();
        return TrainingDayRules.Mended(year, there, reversed, time.GetUtcNow());
    }
}
