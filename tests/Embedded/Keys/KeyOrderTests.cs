using ELearning.Embedded.Tests.Bson;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Keys;

/// <summary>The bytes of keys stand in the order of the values. ELEARNING_KEY_PAIRS asks for more pairs than the ordinary run.</summary>
public class KeyOrderTests
{
    private static readonly int Pairs = int.TryParse(Environment.GetEnvironmentVariable("ELEARNING_KEY_PAIRS"), out var pairs) ? pairs : 120_000;

    [Fact]
    public void Keys_and_views_order_random_pairs_as_the_oracle_does()
    {
        var random = new RandomValues(20250701);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (a, b) = pair % 3 == 0 ? (random.Number(), random.Number()) : (random.Next(), random.Next());
            var expected = Math.Sign(OrderOracle.Compare(a, b));
            var (x, y) = (KeyWriter.Single(a), KeyWriter.Single(b));
            if (Math.Sign(x.AsSpan().SequenceCompareTo(y)) != expected)
                Assert.Fail($"keys: {a} ({a.BsonType}) against {b} ({b.BsonType}) should be {expected}");
            if (Math.Sign(BsonOrder.Compare(a, b)) != expected)
                Assert.Fail($"views: {a} ({a.BsonType}) against {b} ({b.BsonType}) should be {expected}");
            if (expected != 0 && (x.AsSpan().StartsWith(y) || y.AsSpan().StartsWith(x)))
                Assert.Fail($"one key is the start of the other: {a} and {b}");
        }
    }

    [Fact]
    public void Descending_keys_turn_the_order_around_and_stay_prefix_free()
    {
        var random = new RandomValues(7);
        for (var pair = 0; pair < Pairs / 4; pair++)
        {
            var (a, b) = (random.Next(), random.Next());
            var (x, y) = (KeyWriter.Single(a, true), KeyWriter.Single(b, true));
            var expected = -Math.Sign(OrderOracle.Compare(a, b));
            if (Math.Sign(x.AsSpan().SequenceCompareTo(y)) != expected)
                Assert.Fail($"{a} against {b} should be {expected} descending");
            if (expected != 0 && (x.AsSpan().StartsWith(y) || y.AsSpan().StartsWith(x)))
                Assert.Fail($"one key is the start of the other: {a} and {b}");
        }
    }

    [Fact]
    public void Compound_keys_order_by_the_first_difference()
    {
        var random = new RandomValues(11);
        var buffer = new KeyBuffer();
        for (var pair = 0; pair < Pairs / 4; pair++)
        {
            bool[] descending = [random.Random.Next(2) == 0, random.Random.Next(2) == 0, random.Random.Next(2) == 0];
            BsonValue[] a = [random.Next(2), random.Next(2), random.Next(2)];
            // Shared starts make the later components matter.
            BsonValue[] b = [random.Random.Next(3) > 0 ? a[0] : random.Next(2), random.Random.Next(2) == 0 ? a[1] : random.Next(2), random.Next(2)];
            var expected = Enumerable
                .Range(0, 3)
                .Select(at => Math.Sign(OrderOracle.Compare(a[at], b[at])) * (descending[at] ? -1 : 1))
                .FirstOrDefault(order => order != 0);
            var actual = Math.Sign(Key(a).AsSpan().SequenceCompareTo(Key(b)));
            if (actual != expected)
                Assert.Fail($"[{string.Join(", ", (IEnumerable<BsonValue>)a)}] against [{string.Join(", ", (IEnumerable<BsonValue>)b)}] should be {expected}");

            byte[] Key(BsonValue[] values)
            {
                buffer.Reset();
                for (var at = 0; at < 3; at++)
                    KeyWriter.Write(buffer, BsonView.Of(values[at]), descending[at]);
                return buffer.ToArray();
            }
        }
    }

    // The bytes are stored. A change here is a change of KeyWriter.FormatVersion and needs a rebuild of the indexes of old files.
    [Theory]
    [InlineData("{$minKey: 1}", "01")]
    [InlineData("{$undefined: true}", "04")]
    [InlineData("null", "05")]
    [InlineData("NaN", "0A")]
    [InlineData("-1", "0BC00FFFFFFFFFFFFFFF")]
    [InlineData("0", "0C")]
    [InlineData("{$numberDecimal: '-0E+3'}", "0C")]
    [InlineData("1", "0D3FF000000000000000")]
    [InlineData("1.0", "0D3FF000000000000000")]
    [InlineData("{$numberDecimal: '1.00'}", "0D3FF000000000000000")]
    [InlineData("{$numberLong: '9007199254740993'}", "0D434000000000000001" + "4010" + "5B08145D374B0A5E00")]
    [InlineData("{$numberDecimal: '0.1'}", "0D3FB9999999999999" + "01" + "4000" + "0B00")]
    [InlineData("{$numberDecimal: '0.1000'}", "0D3FB9999999999999" + "01" + "4000" + "0B00")]
    [InlineData("{$numberDecimal: '9007199254740993.00'}", "0D434000000000000001" + "4010" + "5B08145D374B0A5E00")]
    [InlineData("{$numberDecimal: '1E+400'}", "0D7FEFFFFFFFFFFFFF" + "01" + "4191" + "0B00")]
    [InlineData("Infinity", "0D7FF000000000000000")]
    [InlineData("'ab'", "0F61620001")]
    [InlineData("'a\\u0000'", "0F6100FF0001")]
    [InlineData("{}", "1400")]
    [InlineData("{a: 1, b: 'x'}", "140A61000D3FF0000000000000000F62000F78000100")]
    [InlineData("[]", "1900")]
    [InlineData("[1, null]", "190D3FF0000000000000000500")]
    [InlineData("{$binary: {base64: 'AQI=', subType: '80'}}", "1E00000002800102")]
    [InlineData("{$oid: '000102030405060708090a0b'}", "23000102030405060708090A0B")]
    [InlineData("false", "2800")]
    [InlineData("true", "2801")]
    [InlineData("{$date: {$numberLong: '-1'}}", "2D7FFFFFFFFFFFFFFF")]
    [InlineData("{$timestamp: {t: 1, i: 2}}", "2F0000000100000002")]
    [InlineData("/a/i", "3261006900")]
    [InlineData("{$maxKey: 1}", "7F")]
    public void Stored_key_bytes_do_not_change(string json, string hex) => Assert.Equal(hex, Convert.ToHexString(KeyWriter.Single(Json.Value(json))));

    [Fact]
    public void A_descending_key_is_the_inverse_of_the_ascending_one() => Assert.Equal("F09EFFFE", Convert.ToHexString(KeyWriter.Single("a", true)));
}
