using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Media;

/// <summary>Every row of the table is refused by its rule and leaves nothing behind, or is stored under a name that shows what it is.</summary>
public sealed class HostileFileTests(HostileFileTests.Library library) : IClassFixture<HostileFileTests.Library>
{
    public static TheoryData<HostileFile> Table => [.. HostileFiles.All];

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public async Task What_means_harm_is_refused_or_harmless(HostileFile file)
    {
        var before = library.Blobs.ToHashSet();
        using var content = new MemoryStream(file.Bytes(), writable: false);
        var storing = library
            .Content.Get<MediaLibrary>()
            .StoreAsync(content, new MediaClaim(file.Name, file.ContentType, file.Length, file.Hash), "quanzhou", CancellationToken.None);

        if (file.Refused is { } rule)
        {
            var refused = await Assert.ThrowsAsync<ContentError>(() => storing);
            Assert.Equal((ContentErrorCode.MediaRefused, rule), (refused.Code, refused.Arguments[0]));
            Assert.Equal(before, library.Blobs.ToHashSet());
        }
        else
        {
            var asset = await storing;
            Assert.Equal((file.StoredAs ?? file.Name, file.ContentType), (asset.Name, asset.ContentType));
            var stored = (await library.Content.Get<MediaLibrary>().OpenAsync(asset.Id, CancellationToken.None))!;
            Assert.True(File.Exists(Path.Combine(library.BlobFolder, asset.Hash[..2], asset.Hash)));
            Assert.Equal(file.ContentType != "application/zip", stored.Inline);
        }
        Assert.Empty(library.Staged);
    }

    [Fact]
    public void The_table_is_long_and_says_each_thing_once()
    {
        Assert.True(HostileFiles.All.Count >= 80);
        Assert.Distinct(HostileFiles.All.Select(file => file.What));
    }

    /// <summary>One content store for all rows.</summary>
    public sealed class Library : IAsyncLifetime
    {
        public ContentFixture Content { get; private set; } = null!;

        public string BlobFolder => Path.Combine(Data, "blobs");

        public IEnumerable<string> Blobs => Directory.EnumerateFileSystemEntries(BlobFolder, "*", SearchOption.AllDirectories);

        public IEnumerable<string> Staged =>
            Directory.Exists(Path.Combine(Data, "staging")) ? Directory.EnumerateFileSystemEntries(Path.Combine(Data, "staging")) : [];

        private string Data => Content.Get<IOptions<StorageOptions>>().Value.DataDirectory;

        public async Task InitializeAsync() => Content = await ContentFixture.StartAsync();

        public async Task DisposeAsync() => await Content.DisposeAsync();
    }
}
