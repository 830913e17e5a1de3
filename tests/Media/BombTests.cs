using ELearning.Content;

namespace ELearning.Tests.Media;

/// <summary>Nothing else runs beside these: they count what the process allocates.</summary>
[CollectionDefinition(nameof(BombTests), DisableParallelization = true)]
public sealed class NothingBeside;

/// <summary>A file cannot ask for much more memory than it is long.</summary>
[Collection(nameof(BombTests))]
public sealed class BombTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public Task An_archive_of_hundreds_of_megabytes() =>
        CostsLittleAsync(ZipBytes.Of([("index.html", new byte[300 * Megabyte])]), "a.zip", "application/zip", "ARCHIVE");

    [Fact]
    public Task An_archive_that_hides_them() =>
        CostsLittleAsync(ZipBytes.Rewritten(ZipBytes.Of([("index.html", new byte[300 * Megabyte])]), 24, 22, 100, 4), "a.zip", "application/zip", "ARCHIVE");

    /// <summary>Below what the scan may unpack, above what the library may.</summary>
    [Fact]
    public Task A_document_whose_objects_are_packed_into_hundreds_of_megabytes() =>
        CostsLittleAsync(PdfFile.PackedInto(megabytes: 300), "a.pdf", "application/pdf", "PAGES");

    [Fact]
    public Task A_document_whose_rows_are_gigabytes_long() =>
        CostsLittleAsync(PdfFile.PackedInto(megabytes: 1, "/DecodeParms << /Predictor 12 /Columns 2000000000 >>"), "a.pdf", "application/pdf", "PAGES");

    [Fact]
    public async Task A_picture_whose_parts_claim_gigabytes()
    {
        var png = await DemoMedia.BytesAsync("poster.png");
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(png.AsSpan().IndexOf("IDAT"u8) - 4), int.MaxValue);
        "iTXt"u8.CopyTo(png.AsSpan(png.AsSpan().IndexOf("IDAT"u8)));
        await CostsLittleAsync(png, "a.png", "image/png", "DIMENSIONS");
    }

    [Fact]
    public async Task A_film_whose_boxes_claim_gigabytes()
    {
        var film = await DemoMedia.BytesAsync("party-history.mp4");
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf("udta"u8) - 4), int.MaxValue);
        await CostsLittleAsync(film, "a.mp4", "video/mp4", "DURATION");
    }

    private async Task CostsLittleAsync(byte[] bytes, string name, string contentType, string rule)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var refused = await Assert.ThrowsAsync<ContentError>(() => _bench.CheckAsync(bytes, name, contentType));
        Assert.Equal(rule, refused.Arguments[0]);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 32 * Megabyte);
    }
}
