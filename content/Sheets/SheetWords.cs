using System.Text.Json;

namespace ELearning.Content;

/// <summary>The words by which a sheet may call the values of an enum: the API's code, and Chinese words of which templates offer the first.</summary>
internal sealed class SheetWords<TValue>
    where TValue : struct, Enum
{
    private readonly Dictionary<string, TValue> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<TValue, string> _heads = [];

    public SheetWords(params (TValue Value, string[] Words)[] words)
    {
        foreach (var (value, called) in words)
        {
            _heads[value] = called[0];
            foreach (var word in called.Append(JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString())))
            {
                _values[word] = value;
            }
        }
    }

    /// <summary>The first word of each.</summary>
    public IReadOnlyList<string> Heads => [.. _heads.Values];

    public string this[TValue value] => _heads[value];

    public TValue? Find(string word) => _values.TryGetValue(SheetValues.Code(word), out var value) ? value : null;
}
