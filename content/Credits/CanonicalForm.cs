using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// What a hash is taken over: the UTF-8 of a line that names the form, then one line a field. A field is its UTF-8 length, a colon and its text (enum names as
/// in the code, days yyyy-MM-dd, instants as Unix milliseconds, numbers invariant); an absent one is a hyphen; a list is the number of its items before them.
/// The length in front keeps any text from posing as two fields.
/// </summary>
internal sealed class CanonicalForm(string name)
{
    private readonly StringBuilder _form = new(name + "\n");

    public CanonicalForm Fields(params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            Field(value);
        return this;
    }

    public CanonicalForm List<T>(IReadOnlyList<T> items, Action<CanonicalForm, T> add)
    {
        Field(items.Count);
        foreach (var item in items)
            add(this, item);
        return this;
    }

    /// <summary>SHA-256, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_form.ToString())));

    private void Field(object? value)
    {
        var text = value switch
        {
            null => null,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            Enum word => word.ToString(),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        _form.Append(text is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text}")).Append('\n');
    }
}
