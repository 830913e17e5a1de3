using System.Security.Cryptography;
using ELearning.Content;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Media;

/// <summary>Assets of any bytes, name and type, put where the product keeps them.</summary>
internal static class StoredMedia
{
    public static async Task<MediaAsset> KeepAsync(this IServiceProvider services, byte[] bytes, string name = "电影.mp4", string contentType = "video/mp4")
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(DataDirectory(services), "staging")).FullName, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(file, bytes);
        await services.GetRequiredService<IBlobs>().StoreAsync(hash, file, default);
        File.Delete(file);
        var asset = new MediaAsset(
            Ids.From("media", name, hash),
            hash,
            name,
            contentType,
            bytes.Length,
            null,
            "quanzhou",
            services.GetRequiredService<TimeProvider>().GetUtcNow()
        );
        return await services.GetRequiredService<MediaStore>().AddAsync(asset, default);
    }

    public static string Sign(this IServiceProvider services, MediaAsset asset) => services.GetRequiredService<MediaLinks>().Sign(asset);

    /// <summary>The file behind an asset in the folder store.</summary>
    public static string FileOf(this IServiceProvider services, MediaAsset asset) => Path.Combine(BlobFolder(services), asset.Hash[..2], asset.Hash);

    public static string BlobFolder(this IServiceProvider services) => Path.Combine(DataDirectory(services), "blobs");

    /// <summary>Of this process.</summary>
    public static int OpenHandles(string file) => Directory.GetFiles("/proc/self/fd").Count(handle => new FileInfo(handle).LinkTarget == file);

    private static string DataDirectory(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value.DataDirectory;
}
