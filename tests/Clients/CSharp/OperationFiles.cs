namespace ELearning.SampleClient;

/// <summary>The operations as they are kept in <c>infra/operations</c>, built into this program.</summary>
internal static class OperationFiles
{
    public static async Task<string> TextOfAsync(string name)
    {
        using var reader = new StreamReader(typeof(OperationFiles).Assembly.GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync();
    }
}
