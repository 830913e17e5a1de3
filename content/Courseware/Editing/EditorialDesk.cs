namespace ELearning.Content;

/// <summary>
/// The desk where courseware is made: drafts, sign-offs, publications, retirements. A draft is one document, replaced only at the version its editor saw. What
/// follows from a decision (a version frozen, a family shown or taken out of the catalogue) is done after it, step by step, each harmless to repeat; whoever
/// touches the draft next, or the sweeper, completes what a killed process left.
/// </summary>
public sealed class EditorialDesk
{
    private const string Creating = "createCourseware";
    private const string Duplicating = "duplicateCourseware";
    private const int LongestComment = 2000;
    private const int LargestBatch = 100;
    private const int Tries = 5;
    private readonly CoursewareDraftStore _drafts;
    private readonly CoursewareLibrary _library;
    private readonly OrganisationTree _organisations;
    private readonly MediaLibrary _media;
    private readonly IdempotencyKeys _keys;
    private readonly TimeProvider _time;

    internal EditorialDesk(
        CoursewareDraftStore drafts,
        CoursewareLibrary library,
        OrganisationTree organisations,
        MediaLibrary media,
        IdempotencyKeys keys,
        TimeProvider time
    ) => (_drafts, _library, _organisations, _media, _keys, _time) = (drafts, library, organisations, media, keys, time);

    public static IReadOnlyList<QueryField> Queryable => CoursewareDraftStore.Map.Fields;

    public async Task<IReadOnlyDictionary<string, CoursewareDraft>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _drafts.FindAsync(ids, cancellationToken)).ToDictionary(draft => draft.Id);

    /// <summary>Lists the drafts of organisations within the scope, last changed first unless sorted otherwise.</summary>
    public Task<Page<CoursewareDraft>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _drafts.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("updatedAt", true)], page, cancellationToken);

    /// <summary>Makes the draft of a new family. The same idempotency key with the same input returns the first draft, as it stands by then.</summary>
    public async Task<CoursewareDraft> CreateAsync(CreateCourseware input, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        if (input.Content.Kind is not { } kind)
            throw ContentError.Invalid("kind", InputFault.Required);
        if (input.Content.Origin is not { } origin)
            throw ContentError.Invalid("origin", InputFault.Required);
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        var id = input.IdempotencyKey is { } key ? IdOf(actor, key) : Ids.New(_time);
        return await CreateAsync(
            input.Content.ApplyTo(CoursewareContent.Empty(id, kind, origin, input.OrganisationId)),
            scope,
            actor,
            IdempotencyKey.Of(actor, Creating, input.IdempotencyKey),
            cancellationToken
        );
    }

    /// <summary>Makes the draft of a new family with the content of this one, as it stands in its draft or in a published version.</summary>
    public async Task<CoursewareDraft> DuplicateAsync(DuplicateCourseware input, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        var draft = await OpenAsync(input.CoursewareId, scope, cancellationToken);
        var content = draft.Content;
        if (input.Version is { } version)
        {
            var found = await _library.FindVersionsAsync([(draft.Id, version)], cancellationToken);
            content =
                version <= draft.PublishedVersion && found.TryGetValue((draft.Id, version), out var published)
                    ? published.Content.Thaw()
                    : throw ContentError.NotFound(nameof(Courseware));
        }
        var key = IdempotencyKey.Of(actor, Duplicating, input.IdempotencyKey);
        return await CreateAsync(
            new CoursewareChanges { Title = input.Title }.ApplyTo(content with { Id = key?.Id ?? Ids.New(_time) }),
            scope,
            actor,
            key,
            cancellationToken
        );
    }

    public async Task<CoursewareDraft> EditAsync(
        string id,
        int expectedVersion,
        CoursewareChanges changes,
        Scope scope,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var draft = await OpenAsync(id, expectedVersion, scope, cancellationToken);
        var content = changes.ApplyTo(draft.Content);
        await CheckAsync(content, draft.Content, scope, cancellationToken);
        return await WriteAsync(draft, LifeRules.Edit(draft, content, actor, Now()), cancellationToken);
    }

    /// <summary>Hands a complete draft to the reviewers.</summary>
    /// <exception cref="ContentError">InvalidInput names what is missing, or a chapter, poster or caption whose file may not be used.</exception>
    public async Task<CoursewareDraft> SubmitAsync(
        string id,
        int expectedVersion,
        string? comment,
        Scope scope,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var said = InputChecks.OptionalText("comment", comment, LongestComment);
        var draft = LifeRules.Require(await OpenAsync(id, expectedVersion, scope, cancellationToken), CoursewareState.Draft);
        await RequirePublishableAsync(draft, cancellationToken);
        return await WriteAsync(draft, LifeRules.Submit(draft, said, actor, Now()), cancellationToken);
    }

    /// <param name="comment">Required to send back.</param>
    public async Task<CoursewareDraft> ReviewAsync(
        string id,
        int expectedVersion,
        ReviewDecision decision,
        string? comment,
        Scope scope,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        InputChecks.Known("decision", decision);
        var said =
            decision == ReviewDecision.SendBack
                ? InputChecks.Text("comment", comment, LongestComment)
                : InputChecks.OptionalText("comment", comment, LongestComment);
        var draft = await OpenAsync(id, expectedVersion, scope, cancellationToken);
        return await WriteAsync(draft, LifeRules.Review(draft, decision, said, actor, Now()), cancellationToken);
    }

    /// <param name="publishAt">When, in the future; null for now.</param>
    public async Task<CoursewareDraft> PublishAsync(
        string id,
        int expectedVersion,
        DateTimeOffset? publishAt,
        Scope scope,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var draft = LifeRules.Require(await OpenAsync(id, expectedVersion, scope, cancellationToken), CoursewareState.Approved);
        await RequirePublishableAsync(draft, cancellationToken);
        if (publishAt is not { } at)
            return await PublishNowAsync(draft, actor, cancellationToken);
        if (at <= _time.GetUtcNow())
            throw ContentError.Invalid("publishAt", InputFault.InThePast, _time.GetUtcNow());
        return await WriteAsync(draft, LifeRules.Schedule(draft, ToMilliseconds(at), actor, Now()), cancellationToken);
    }

    public async Task<CoursewareDraft> UnscheduleAsync(string id, int expectedVersion, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        var draft = await OpenAsync(id, expectedVersion, scope, cancellationToken);
        return await WriteAsync(draft, LifeRules.Unschedule(draft, null, actor, Now()), cancellationToken);
    }

    /// <summary>Withdraws the published version; open sessions go on, credits stay, and a next version may be published later.</summary>
    public async Task<CoursewareDraft> RetireAsync(string id, int expectedVersion, string reason, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        var why = InputChecks.Text("reason", reason, LongestComment);
        var draft = await OpenAsync(id, expectedVersion, scope, cancellationToken);
        return await CompleteAsync(await WriteAsync(draft, LifeRules.Retire(draft, why, actor, Now()), cancellationToken), cancellationToken);
    }

    /// <summary>Throws away the changes since the last publication.</summary>
    /// <returns>The draft as it was published; null where the family was never published, and then the draft is gone.</returns>
    public async Task<CoursewareDraft?> DiscardAsync(string id, int expectedVersion, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        var draft = LifeRules.RequireUnderWay(await OpenAsync(id, expectedVersion, scope, cancellationToken));
        if (draft.PublishedVersion is { } version)
        {
            var published = (await _library.FindVersionsAsync([(id, version)], cancellationToken))[(id, version)];
            return await WriteAsync(draft, LifeRules.Discard(draft, published, actor, Now()), cancellationToken);
        }
        return await _drafts.DeleteAsync(draft, cancellationToken) ? null : throw await ChangedAsync(id, cancellationToken);
    }

    /// <summary>
    /// Adds and removes subjects and audiences of many drafts. A failure of one draft is returned as its outcome and leaves the others alone.
    /// </summary>
    public async Task<IReadOnlyList<TaggedCourseware>> TagAsync(TagCourseware input, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        if (input.CoursewareIds.Count is 0 or > LargestBatch)
            throw ContentError.Invalid("coursewareIds", input.CoursewareIds.Count == 0 ? InputFault.Required : InputFault.TooLong, LargestBatch);
        var tagged = new List<TaggedCourseware>(input.CoursewareIds.Count);
        foreach (var id in input.CoursewareIds.Distinct())
        {
            try
            {
                tagged.Add(new(id, await TagAsync(id, input, scope, actor, cancellationToken), null));
            }
            catch (ContentError error)
            {
                tagged.Add(new(id, null, error));
            }
        }
        return tagged;
    }

    /// <summary>Finds drafts that name any of these assets, at most so many.</summary>
    internal Task<IReadOnlyList<CoursewareDraft>> NamingAsync(IReadOnlyCollection<string> assetIds, int limit, CancellationToken cancellationToken) =>
        _drafts.NamingAsync(assetIds, limit, cancellationToken);

    /// <summary>Completes a publication or retirement of the family that is under way, and publishes what is scheduled for now.</summary>
    /// <returns>Whether there was anything to do.</returns>
    internal async Task<bool> TidyAsync(string id, CancellationToken cancellationToken)
    {
        if (await _drafts.FindAsync(id, cancellationToken) is not { } found || found.DueAt is null || found.DueAt > _time.GetUtcNow())
            return false;
        var draft = await CompleteAsync(found, cancellationToken);
        if (draft is not { State: CoursewareState.Approved, Schedule: { } schedule } || schedule.At > _time.GetUtcNow())
            return true;
        try
        {
            await RequirePublishableAsync(draft, cancellationToken);
        }
        catch (ContentError error)
        {
            // It was fit when it was scheduled and is so no more; its editors find why in the history.
            await _drafts.ReplaceAsync(
                LifeRules.Unschedule(draft, $"{error.Code}: {string.Join(' ', error.Arguments)}", schedule.By, Now()),
                cancellationToken
            );
            return true;
        }
        await PublishNowAsync(draft, schedule.By, cancellationToken);
        return true;
    }

    /// <summary>Publishes the draft. The decision is written first; all that follows from it can be done by anybody.</summary>
    private async Task<CoursewareDraft> PublishNowAsync(CoursewareDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        var version = ((await _library.LastAsync(draft.Id, cancellationToken))?.Version ?? 0) + 1;
        return await CompleteAsync(await WriteAsync(draft, LifeRules.Decide(draft, version, actor, Now()), cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Completes what was decided: of a publication the version first, the family second and the draft third; of a retirement the family first and the draft
    /// second.
    /// </summary>
    private async Task<CoursewareDraft> CompleteAsync(CoursewareDraft draft, CancellationToken cancellationToken)
    {
        while (true)
        {
            CoursewareDraft next;
            if (draft.Publication is { } publication)
            {
                next = await _library.PublishAsync(draft.Content, publication.Version, publication.At, cancellationToken)
                    ? LifeRules.Published(draft)
                    : draft with
                    {
                        Publication = publication with { Version = publication.Version + 1 },
                    };
            }
            else if (draft.Retirement is { IsDone: false } retirement)
            {
                await _library.RetireAsync(draft.Id, retirement.Version, cancellationToken);
                next = draft with { Retirement = retirement with { IsDone = true } };
            }
            else
            {
                return draft;
            }
            // When somebody else was first there is less left to do, or nothing.
            draft =
                await _drafts.ReplaceAsync(next, cancellationToken)
                ?? await _drafts.FindAsync(draft.Id, cancellationToken)
                ?? throw ContentError.NotFound(nameof(Courseware));
        }
    }

    /// <summary>Returns the family's draft with everything completed; of a family that was published without a draft, the draft it starts from.</summary>
    private async Task<CoursewareDraft> OpenAsync(string id, Scope scope, CancellationToken cancellationToken)
    {
        if (await _drafts.FindAsync(id, cancellationToken) is { } draft)
            return scope.Covers(draft.Lineage) ? await CompleteAsync(draft, cancellationToken) : throw ContentError.NotFound(nameof(Courseware));
        if (await _library.LastAsync(id, cancellationToken) is not { } published)
            throw ContentError.NotFound(nameof(Courseware));
        var keeper = (await _organisations.FindAsync([published.Content.OrganisationId], cancellationToken)).GetValueOrDefault(
            published.Content.OrganisationId
        );
        var lineage = keeper?.Lineage ?? [published.Content.OrganisationId];
        return scope.Covers(lineage) ? LifeRules.Of(published, lineage) : throw ContentError.NotFound(nameof(Courseware));
    }

    private async Task<CoursewareDraft> OpenAsync(string id, int expectedVersion, Scope scope, CancellationToken cancellationToken)
    {
        var draft = await OpenAsync(id, scope, cancellationToken);
        return draft.Version == expectedVersion ? draft : throw Changed(draft);
    }

    private async Task<CoursewareDraft> WriteAsync(CoursewareDraft read, CoursewareDraft next, CancellationToken cancellationToken) =>
        await _drafts.ReplaceAsync(next, cancellationToken) ?? throw await ChangedAsync(read.Id, cancellationToken);

    private async Task<CoursewareDraft> CreateAsync(
        CoursewareContent content,
        Scope scope,
        Actor actor,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    )
    {
        var keeper = (await _organisations.FindAsync([content.OrganisationId], cancellationToken)).GetValueOrDefault(content.OrganisationId);
        if (keeper is null || !scope.Covers(keeper.Lineage))
            throw ContentError.NotFound(nameof(Organisation));
        await CheckAsync(content, null, scope, cancellationToken);
        if (key is { } taken)
            await _keys.TakeAsync(taken, content.Fingerprint, cancellationToken);
        return await _drafts.ReplaceAsync(LifeRules.Create(content, keeper.Lineage, actor, Now()), cancellationToken)
            ?? await _drafts.FindAsync(content.Id, cancellationToken)
            ?? throw new ContentError(ContentErrorCode.Conflict);
    }

    private async Task<CoursewareDraft> TagAsync(string id, TagCourseware input, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        // Adding and removing go with whatever somebody else does at the same time, so it is simply tried again.
        for (var tries = 0; tries < Tries; tries++)
        {
            var draft = LifeRules.Require(await OpenAsync(id, scope, cancellationToken), CoursewareState.Draft);
            var content = draft.Content with
            {
                Subjects = [.. draft.Content.Subjects.Union(input.AddSubjects).Except(input.RemoveSubjects)],
                Audience = [.. draft.Content.Audience.Union(input.AddAudience).Except(input.RemoveAudience)],
            };
            if (content.Subjects.SequenceEqual(draft.Content.Subjects) && content.Audience.SequenceEqual(draft.Content.Audience))
                return draft;
            if (await _drafts.ReplaceAsync(LifeRules.Edit(draft, content, actor, Now()), cancellationToken) is { } written)
                return written;
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Checks that content is within the limits and names no file that its editor may not see: a draft shows what it names.</summary>
    private async Task CheckAsync(CoursewareContent content, CoursewareContent? before, Scope scope, CancellationToken cancellationToken)
    {
        CoursewareChecks.Limits(content);
        var (assets, lineages) = await AssetsAsync([.. content.AssetIds.Except(before?.AssetIds ?? [])], cancellationToken);
        foreach (var (id, field) in content.NamedAssets)
        {
            if (before?.AssetIds.Contains(id) == true)
                continue;
            if (!assets.TryGetValue(id, out var asset) || !scope.Covers(lineages.GetValueOrDefault(asset.OrganisationId) ?? [asset.OrganisationId]))
                throw ContentError.Invalid(field, InputFault.Unknown);
        }
    }

    private async Task RequirePublishableAsync(CoursewareDraft draft, CancellationToken cancellationToken)
    {
        await _library.CheckAsync(draft.Content, cancellationToken);
        var (assets, lineages) = await AssetsAsync([.. draft.Content.AssetIds], cancellationToken);
        CoursewareChecks.Media(draft.Content, await _organisations.LineageAsync(draft.Lineage, cancellationToken), assets, lineages);
    }

    private async Task<(IReadOnlyDictionary<string, MediaAsset> Assets, IReadOnlyDictionary<string, IReadOnlyList<string>> Lineages)> AssetsAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var assets = await _media.FindAsync(ids, cancellationToken);
        var keepers = await _organisations.FindAsync([.. assets.Values.Select(asset => asset.OrganisationId).Distinct()], cancellationToken);
        return (assets, keepers.ToDictionary(keeper => keeper.Key, keeper => keeper.Value.Lineage));
    }

    private async Task<ContentError> ChangedAsync(string id, CancellationToken cancellationToken) =>
        await _drafts.FindAsync(id, cancellationToken) is { } newer ? Changed(newer) : ContentError.NotFound(nameof(Courseware));

    /// <summary>The conflict of an editor who came second. It carries the newer draft, so that the editor sees what came between.</summary>
    private static ContentError Changed(CoursewareDraft newer) => new(ContentErrorCode.Conflict) { Detail = newer };

    /// <summary>The id of the family that this actor makes, or made, with this key.</summary>
    internal static string IdOf(Actor actor, string idempotencyKey) => Ids.From("courseware", actor.Subject, idempotencyKey);

    private DateTimeOffset Now() => ToMilliseconds(_time.GetUtcNow());

    /// <summary>An instant as precise as the database stores it.</summary>
    private static DateTimeOffset ToMilliseconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
