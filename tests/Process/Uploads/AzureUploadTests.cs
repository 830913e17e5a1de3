using ELearning.Processes.Tests.Storage;
using ELearning.Tests.Uploads;

namespace ELearning.Processes.Tests.Uploads;

/// <summary>Against Azure's emulator.</summary>
public sealed class AzureUploadTests(AzuriteServer azurite) : UploadContract, IClassFixture<AzuriteServer>
{
    private readonly string _container = "media" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    protected override KeyValuePair<string, string?>[] Settings =>
        [new("Storage:Blobs:ConnectionString", azurite.ConnectionString), new("Storage:Blobs:Container", _container)];
}
