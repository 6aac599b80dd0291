using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules registered under given names, in the order of their addition. The registration happens when the
/// dictionary itself is registered with a parent: later additions are not seen.</summary>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
    where T : nn.Module
{
    private readonly OrderedDictionary<string, T> _entries = [];
    private bool _registered;

    public ModuleDict()
        : base(nameof(ModuleDict<T>))
    {
    }

    public int Count => _entries.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => _entries.Keys;

    public ICollection<T> Values => _entries.Values;

    public T this[string key]
    {
        get => _entries[key];
        set => _entries[key] = value;
    }

    public (string, T) this[int index]
    {
        get => (_entries.GetAt(index).Key, _entries.GetAt(index).Value);
        set => _entries.SetAt(index, value.Item1, value.Item2);
    }

    public IEnumerator<(string, T)> items() => GetEnumerator();

    public IEnumerable<string> keys() => _entries.Keys;

    public IEnumerable<T> values() => _entries.Values;

    public void clear() => _entries.Clear();

    public void Clear() => _entries.Clear();

    public void Add(string key, T value) => _entries.Add(key, value);

    public void Add((string, T) item) => _entries.Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => _entries.Add(item.Key, item.Value);

    public void Insert(int index, (string, T) item) => _entries.Insert(index, item.Item1, item.Item2);

    public bool Remove(string key) => _entries.Remove(key);

    public bool Remove((string, T) item) => Contains(item) && _entries.Remove(item.Item1);

    public bool Remove(KeyValuePair<string, T> item) => _entries.Remove(item.Key);

    public void RemoveAt(int index) => _entries.RemoveAt(index);

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool Contains((string, T) item) => IndexOf(item) >= 0;

    public bool Contains(KeyValuePair<string, T> item) => _entries.ContainsKey(item.Key);

    public int IndexOf((string, T) item)
    {
        var index = _entries.IndexOf(item.Item1);
        return index >= 0 && ReferenceEquals(_entries.GetAt(index).Value, item.Item2) ? index : -1;
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _entries.TryGetValue(key, out value);

    public void CopyTo((string, T)[] array, int arrayIndex)
    {
        foreach (var entry in this)
        {
            array[arrayIndex++] = entry;
        }
    }

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => throw new NotImplementedException();

    public IEnumerator<(string, T)> GetEnumerator() =>
        _entries.Select(entry => (entry.Key, entry.Value)).GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
        throw new NotImplementedException();

    IEnumerator IEnumerable.GetEnumerator() => throw new NotImplementedException();

    protected override void RegisterComponents()
    {
        if (_registered)
        {
            return;
        }

        foreach (var (key, module) in _entries)
        {
            register_module(key, module);
        }

        _registered = true;
    }
}
