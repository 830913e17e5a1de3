using System.Text.Json;

namespace ELearning.GraphQL.Tests.Hosting;

internal static class Answers
{
    public static string? Code(this JsonElement answer, int index = 0) =>
        answer.GetProperty("errors")[index].GetProperty("extensions").GetProperty("code").GetString();

    public static string? Message(this JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("message").GetString();

    public static bool Refused(this JsonElement answer) => !answer.TryGetProperty("data", out _);
}
