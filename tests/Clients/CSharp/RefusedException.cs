namespace ELearning.SampleClient;

/// <summary>The API said no; api/ERRORS.md tells what to do about each code.</summary>
internal sealed class RefusedException(string code, string message) : Exception($"{code}: {message}")
{
    public string Code { get; } = code;
}
