namespace ELearning.GraphQL;

/// <summary>
/// Origins of web sites that a product lets read all it serves, so also this; beside those of the setting <c>GraphQL:Origins</c>. Each is one by
/// <see cref="WebOrigin.IsOne"/>.
/// </summary>
public sealed record FurtherOrigins(IReadOnlyList<string> Origins)
{
    public static FurtherOrigins None { get; } = new([]);
}
