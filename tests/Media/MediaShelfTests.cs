using ELearning.Content;
using ELearning.Tests.Coursewares;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Media;

public sealed class MediaShelfTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private ContentFixture _host = null!;
    private Newsroom _room = null!;

    private MediaShelf Shelf => _host.Get<MediaShelf>();

    public async Task InitializeAsync()
    {
        _host = await ContentFixture.StartAsync();
        _room = await Newsroom.OpenAsync(_host);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_folder_is_made_named_filled_emptied_and_deleted()
    {
        var folder = await FolderAsync("片库", "k");
        Assert.Equal(folder.Id, (await FolderAsync("片库", "k")).Id);
        Assert.Equal(ContentErrorCode.FolderNameTaken, await RefusalAsync(() => FolderAsync("片库")));
        Assert.Equal(ContentErrorCode.IdempotencyKeyReused, await RefusalAsync(() => FolderAsync("别的", "k")));
        var other = await FolderAsync("备用");
        Assert.Equal(ContentErrorCode.FolderNameTaken, await RefusalAsync(() => Shelf.RenameFolderAsync(other.Id, "片库", Newsroom.Here, None)));
        Assert.Equal("影片库", (await Shelf.RenameFolderAsync(folder.Id, " 影片库 ", Newsroom.Here, None)).Name);

        Assert.Equal(folder.Id, (await Shelf.MoveAsync([_room.Film], folder.Id, Newsroom.Here, None)).Single().FolderId);
        Assert.Equal([_room.Film], await IdsAsync(new FieldFilter("folderId", FilterOperator.Eq, folder.Id)));
        Assert.Equal(ContentErrorCode.FolderNotEmpty, await RefusalAsync(() => Shelf.DeleteFolderAsync(folder.Id, Newsroom.Here, None)));
        // Refused, it is as it was before.
        await Shelf.MoveAsync([_room.Film], folder.Id, Newsroom.Here, None);
        await Shelf.MoveAsync([_room.Film], null, Newsroom.Here, None);
        await Shelf.DeleteFolderAsync(folder.Id, Newsroom.Here, None);
        Assert.Equal(ContentErrorCode.NotFound, await RefusalAsync(() => Shelf.MoveAsync([_room.Film], folder.Id, Newsroom.Here, None)));
        Assert.Equal(["备用"], (await Shelf.ListFoldersAsync(Newsroom.Here, null, [], new(), None)).Nodes.Select(found => found.Name));
    }

    [Fact]
    public async Task Assets_move_all_or_none_and_within_their_organisation()
    {
        var folder = await FolderAsync("片库");
        var township = await _host.StoreAsync("poster.png", "image/png", SmallTown.Township);
        var city = await _host.StoreAsync("poster.png", "image/png", SmallTown.City);
        await RefusedAsync("assetIds[1]", InputFault.NotAllowed, () => Shelf.MoveAsync([_room.Film, township.Id], folder.Id, Newsroom.Here, None));
        await RefusedAsync("assetIds[0]", InputFault.Unknown, () => Shelf.MoveAsync([city.Id], folder.Id, Newsroom.Here, None));
        await RefusedAsync("assetIds[1]", InputFault.Unknown, () => Shelf.MoveAsync([_room.Film, "nothing"], null, Newsroom.Here, None));
        await RefusedAsync("assetIds", InputFault.Required, () => Shelf.MoveAsync([], null, Newsroom.Here, None));
        await RefusedAsync("assetIds", InputFault.TooLong, () => Shelf.MoveAsync([.. Enumerable.Repeat(_room.Film, 101)], null, Newsroom.Here, None));
        Assert.Empty(await IdsAsync(new FieldFilter("folderId", FilterOperator.Eq, folder.Id)));
        Assert.Equal(ContentErrorCode.NotFound, await RefusalAsync(() => Shelf.MoveAsync([_room.Film], folder.Id, Scope.Within(SmallTown.Township), None)));
    }

    [Fact]
    public async Task Assets_are_listed_by_place_type_name_and_time()
    {
        _host.Time.Advance(TimeSpan.FromHours(1));
        var image = await _host.StoreAsync("poster.png", "image/png", SmallTown.Township);
        await _host.StoreAsync("handbook.pdf", "application/pdf", SmallTown.City);
        Assert.Equal([image.Id, _room.Film], await IdsAsync(null));
        Assert.Equal([image.Id], await IdsAsync(new FieldFilter("organisationId", FilterOperator.Eq, SmallTown.Township)));
        Assert.Equal([image.Id, _room.Film], await IdsAsync(new FieldFilter("organisationId", FilterOperator.Eq, SmallTown.City)));
        Assert.Equal([_room.Film], await IdsAsync(new FieldFilter("contentType", FilterOperator.Eq, "video/mp4")));
        Assert.Equal([image.Id], await IdsAsync(new FieldFilter("contentType", FilterOperator.StartsWith, "image/")));
        Assert.Equal([image.Id], await IdsAsync(new FieldFilter("name", FilterOperator.StartsWith, "poster")));
        Assert.Equal([_room.Film], await IdsAsync(new FieldFilter("storedAt", FilterOperator.Lt, _host.Time.GetUtcNow())));
    }

    [Fact]
    public async Task An_asset_knows_the_drafts_versions_and_claims_that_use_it_and_stays_as_long_as_there_are_any()
    {
        var draft = await _room.PublishedAsync();
        var image = await _host.StoreAsync("poster.png", "image/png");
        var captions = await _host.FileAsync("zh.vtt", "text/vtt");
        draft = await _room.Desk.EditAsync(
            draft.Id,
            draft.Version,
            new() { PosterId = image.Id, Chapters = [new("c1", "一", _room.Film, [new("zh-CN", captions.Id)])] },
            Newsroom.Here,
            Newsroom.Editor,
            None
        );
        Assert.Equal([(1, 1, 0), (1, 0, 0), (1, 0, 0)], await UsesAsync(_room.Film, image.Id, captions.Id));
        var next = await _room.PublishAsync(await _room.ReviewAsync(await _room.SubmitAsync(draft)));
        Assert.Equal([(1, 2, 0), (1, 1, 0), (1, 1, 0)], await UsesAsync(_room.Film, image.Id, captions.Id));
        // Neither a next draft without it nor retirement frees it: its version is still what somebody studied.
        next = await _room.Desk.EditAsync(next.Id, next.Version, new() { RemovePoster = true }, Newsroom.Here, Newsroom.Editor, None);
        await _room.RetireAsync(next);
        Assert.Equal([(0, 1, 0)], await UsesAsync(image.Id));
        Assert.Equal(ContentErrorCode.AssetInUse, await RefusalAsync(() => Shelf.DeleteAsync(image.Id, Newsroom.Here, None)));

        var proof = await _host.StoreAsync("handbook.pdf", "application/pdf");
        var member = await _host.RegisterAsync("QZ-0001");
        await _host
            .Get<CreditClaims>()
            .ClaimAsync(new(member.Id, CreditForm.Lecture, 2700, _host.Today, "讲座", null, proof.Id, null), new(member.Number, member.Id), None);
        Assert.Equal([(0, 0, 1)], await UsesAsync(proof.Id));
        var error = await Assert.ThrowsAsync<ContentError>(() => Shelf.DeleteAsync(proof.Id, Newsroom.Here, None));
        Assert.Equal((ContentErrorCode.AssetInUse, 1), (error.Code, Assert.IsType<MediaUse>(error.Detail).Claims));
        Assert.NotNull(await OpenAsync(proof.Id));
    }

    [Fact]
    public async Task A_deleted_asset_is_gone_at_once_and_its_bytes_a_day_later()
    {
        var image = await _host.StoreAsync("poster.png", "image/png");
        Assert.Equal(ContentErrorCode.NotFound, await RefusalAsync(() => Shelf.DeleteAsync(image.Id, Scope.Within(SmallTown.Township), None)));
        await Shelf.DeleteAsync(image.Id, Newsroom.Here, None);
        Assert.Null(await OpenAsync(image.Id));
        Assert.DoesNotContain(image.Id, await IdsAsync(null));
        Assert.Equal(ContentErrorCode.NotFound, await RefusalAsync(() => Shelf.DeleteAsync(image.Id, Newsroom.Here, None)));
        Assert.Equal(0, await SweepAsync());
        Assert.True(await IsKeptAsync(image.Hash));
        _host.Time.Advance(MediaSweeper.Grace);
        Assert.Equal(1, await SweepAsync());
        Assert.False(await IsKeptAsync(image.Hash));
        Assert.Equal(0, await _host.Database.GetCollection<BsonDocument>("media").CountDocumentsAsync(new BsonDocument("hash", image.Hash)));
    }

    [Fact]
    public async Task Bytes_that_another_asset_has_too_stay()
    {
        var one = await _host.StoreAsync("poster.png", "image/png");
        var other = await _host.StoreAsync("poster.png", "image/png", SmallTown.Township);
        await Shelf.DeleteAsync(one.Id, Newsroom.Here, None);
        _host.Time.Advance(MediaSweeper.Grace);
        Assert.Equal(1, await SweepAsync());
        Assert.True(await IsKeptAsync(other.Hash));
        Assert.NotNull(await OpenAsync(other.Id));
        await Shelf.DeleteAsync(other.Id, Newsroom.Here, None);
        _host.Time.Advance(MediaSweeper.Grace);
        await SweepAsync();
        Assert.False(await IsKeptAsync(other.Hash));
    }

    [Fact]
    public async Task Bytes_stay_for_an_asset_that_was_deleted_but_may_come_back()
    {
        var image = await AbsentAsync(MediaAbsence.Deleted, SmallTown.County);
        _host.Time.Advance(MediaSweeper.Grace);
        await AbsentAsync(MediaAbsence.Deleted, SmallTown.Township);
        Assert.Equal(1, await SweepAsync());
        Assert.True(await IsKeptAsync(image.Hash));
    }

    [Fact]
    public async Task An_arrival_that_was_given_up_meanwhile_is_not_there_on_the_strength_of_the_next()
    {
        var image = await _host.StoreAsync("poster.png", "image/png");
        var media = new CheckedMedia("late.png", image.ContentType, image.Hash, image.ByteLength);
        Assert.Equal(
            ContentErrorCode.Conflict,
            await RefusalAsync(() =>
                RecordAsync(async () =>
                {
                    _host.Time.Advance(MediaSweeper.Grace);
                    Assert.Equal(1, await SweepAsync());
                    await Assert.ThrowsAsync<IOException>(() => RecordAsync(() => throw new IOException("The next one dies.")));
                    return true;
                })
            )
        );
        Assert.Equal([image.Id], await IdsAsync(new FieldFilter("contentType", FilterOperator.Eq, "image/png")));

        Task<MediaAsset> RecordAsync(Func<Task<bool>> keep) => _host.Get<MediaLibrary>().RecordAsync(media, SmallTown.County, null, keep, None);
    }

    [Fact]
    public async Task What_is_stored_again_after_it_was_deleted_is_there_again()
    {
        var image = await _host.StoreAsync("poster.png", "image/png");
        await Shelf.DeleteAsync(image.Id, Newsroom.Here, None);
        Assert.Equal(image.Id, (await _host.StoreAsync("poster.png", "image/png")).Id);
        _host.Time.Advance(MediaSweeper.Grace + MediaSweeper.Grace);
        Assert.Equal(0, await SweepAsync());
        Assert.NotNull(await OpenAsync(image.Id));
    }

    [Theory]
    [InlineData(SmallTown.County)]
    [InlineData(SmallTown.Township)]
    public async Task Bytes_that_come_while_the_same_are_going_stay(string organisation)
    {
        // A sweep cut off in the middle: it said that they go, and no more.
        await AbsentAsync(MediaAbsence.Going, SmallTown.County);
        _host.Time.Advance(MediaSweeper.Grace);
        var again = await _host.StoreAsync("poster.png", "image/png", organisation);
        await SweepAsync();
        Assert.True(await IsKeptAsync(again.Hash));
        Assert.NotNull(await OpenAsync(again.Id));
    }

    [Fact]
    public async Task What_was_named_in_the_moment_it_was_deleted_is_given_back()
    {
        var image = await _host.StoreAsync("poster.png", "image/png");
        var draft = await _room.DraftAsync();
        await _room.Desk.EditAsync(draft.Id, draft.Version, new() { PosterId = image.Id }, Newsroom.Here, Newsroom.Editor, None);
        // As by a deletion that had looked for it before the edit, and died before it looked again.
        await AbsentAsync(MediaAbsence.Deleted, SmallTown.County);
        _host.Time.Advance(MediaSweeper.Grace);
        Assert.Equal(0, await SweepAsync());
        Assert.NotNull(await OpenAsync(image.Id));
        Assert.True(await IsKeptAsync(image.Hash));
    }

    /// <summary>
    /// Every place between two steps of one call, which are its commands on the assets, at which another call can come as a whole, a sweep that is slower than
    /// its lease among them.
    /// </summary>
    [Theory]
    [InlineData(MediaAbsence.Deleted)]
    [InlineData(MediaAbsence.Arriving)]
    public async Task Whatever_comes_between_two_steps_what_was_acknowledged_has_its_bytes(MediaAbsence before)
    {
        await using var other = _host.Another();
        await using var third = _host.Another();
        await AllPlacesAsync(_host, () => StoreAsync(_host), () => SweepAsync(other));
        await AllPlacesAsync(other, () => SweepAsync(other), () => StoreAsync(_host));
        await AllPlacesAsync(
            other,
            () => SweepAsync(other),
            async () =>
            {
                _host.Time.Advance(MediaSweeper.Lease);
                await SweepAsync(third);
                await StoreAsync(_host);
            }
        );

        static Task StoreAsync(ContentFixture process) => process.StoreAsync("poster.png", "image/png");
        static Task SweepAsync(ContentFixture process) => process.Get<MediaSweeper>().SweepAsync(None);

        async Task AllPlacesAsync(ContentFixture process, Func<Task> call, Func<Task> between)
        {
            for (var place = 1; ; place++)
            {
                await AbsentAsync(before, SmallTown.County);
                await AbsentAsync(before, SmallTown.Township);
                _host.Time.Advance(MediaSweeper.Grace);
                if (!await InterruptedAsync(process, place, call, between))
                    return;
                var image = Assert.Single(
                    (await Shelf.ListAsync(Newsroom.Here, new FieldFilter("contentType", FilterOperator.Eq, "image/png"), [], new(), None)).Nodes
                );
                Assert.True(await IsKeptAsync(image.Hash), $"before command {place}");
            }
        }
    }

    /// <summary>
    /// Storing, deleting and sweeping the same bytes at once from two processes, with a day between: whatever is there in the end has its bytes.
    /// </summary>
    [Fact]
    public async Task In_any_order_of_storing_deleting_and_sweeping_what_is_there_has_its_bytes()
    {
        await using var other = _host.Another();
        for (var round = 0; round < 15; round++)
        {
            var names = new[] { SmallTown.County, SmallTown.Township, SmallTown.Village };
            await Task.WhenAll(
                names.SelectMany(organisation =>
                    new[]
                    {
                        TryAsync(async () => await _host.StoreAsync("poster.png", "image/png", organisation)),
                        TryAsync(async () => await Shelf.DeleteAsync((await _host.StoreAsync("poster.png", "image/png", organisation)).Id, Scope.All, None)),
                        TryAsync(() => other.Get<MediaSweeper>().SweepAsync(None)),
                    }
                )
            );
            _host.Time.Advance(MediaSweeper.Grace);
            await Task.WhenAll(TryAsync(SweepAsync), TryAsync(async () => await other.StoreAsync("poster.png", "image/png", names[round % 3])));
            foreach (var asset in (await Shelf.ListAsync(Scope.All, new FieldFilter("contentType", FilterOperator.Eq, "image/png"), [], new(100), None)).Nodes)
            {
                Assert.True(await IsKeptAsync(asset.Hash), $"round {round}: {asset.OrganisationId}");
            }
        }

        static async Task TryAsync(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (ContentError refused) when (refused.Code is ContentErrorCode.Conflict or ContentErrorCode.NotFound) { }
        }
    }

    /// <returns>False when the call was over before it came to that place.</returns>
    private static async Task<bool> InterruptedAsync(ContentFixture process, int place, Func<Task> call, Func<Task> between)
    {
        using var over = new ManualResetEventSlim();
        var (commands, came) = (0, Task.CompletedTask);
        process.BeforeCommand = command =>
        {
            if (command.First().Value != "media" || Interlocked.Increment(ref commands) != place)
                return;
            came = Task.Run(async () =>
            {
                try
                {
                    await between();
                }
                finally
                {
                    over.Set();
                }
            });
            over.Wait();
        };
        await call();
        process.BeforeCommand = null;
        await came;
        return commands >= place;
    }

    /// <summary>The poster as an organisation's asset that is absent from now on.</summary>
    private async Task<MediaAsset> AbsentAsync(MediaAbsence absence, string organisation)
    {
        var image = await _host.StoreAsync("poster.png", "image/png", organisation);
        Assert.True(await _host.Get<MediaStore>().MarkAsync(image, absence, _host.Time.GetUtcNow(), None));
        return image;
    }

    private Task<AssetFolder> FolderAsync(string name, string? key = null) =>
        Shelf.CreateFolderAsync(SmallTown.County, name, key, Newsroom.Here, Newsroom.Editor, None);

    private async Task<IEnumerable<string>> IdsAsync(Filter? filter) =>
        [.. (await Shelf.ListAsync(Newsroom.Here, filter, [], new(), None)).Nodes.Select(asset => asset.Id)];

    private async Task<IEnumerable<(int, int, int)>> UsesAsync(params string[] ids)
    {
        var uses = await Shelf.UsesAsync(ids, None);
        return [.. ids.Select(id => (uses[id].Drafts.Count, uses[id].Versions.Count, uses[id].Claims))];
    }

    private Task<int> SweepAsync() => _host.Get<MediaSweeper>().SweepAsync(None);

    private Task<MediaContent?> OpenAsync(string id) => _host.Get<MediaLibrary>().OpenAsync(id, None);

    private async Task<bool> IsKeptAsync(string hash)
    {
        await using var content = await _host.Get<IBlobs>().OpenAsync(hash, 0, None);
        return content is not null;
    }

    private static async Task<ContentErrorCode?> RefusalAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ContentError refused)
        {
            return refused.Code;
        }
    }

    private static async Task RefusedAsync(string field, InputFault fault, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<ContentError>(call);
        Assert.Equal((ContentErrorCode.InvalidInput, field, fault), (error.Code, error.Arguments[0], error.Arguments[1]));
    }
}
